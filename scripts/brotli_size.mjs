// Prints one benchmark row: the size of a file under brotli at its best, as a server would send it.
import { readFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";

const file = readFileSync(process.argv[2]);
const packed = brotliCompressSync(file, {
  params: {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 22,
    [constants.BROTLI_PARAM_SIZE_HINT]: file.length,
  },
});
const row = { name: "wasm.core_brotli_bytes", value: packed.length, unit: "bytes", goal: "<=26624" };
console.log(JSON.stringify(row));
