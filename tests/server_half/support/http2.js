// A request over HTTP/2 with any lines of Authorization: Node's own client sends no second.
import { connect } from 'node:net';

const frames = { data: 0, headers: 1, settings: 4 };
const endOfStream = 1;
const endOfHeaders = 4;

/** The body of the answer to `GET /` with these lines. */
export async function overHttp2(port, lines) {
  const socket = connect(port, '127.0.0.1');
  // HPACK (RFC 7541): of its table GET, http, / and the name :authority; then each line by the table's name 23.
  const named = [Buffer.of(0x82, 0x86, 0x84, 0x01), text(`127.0.0.1:${port}`), ...lines.flatMap((line) => [Buffer.of(0x0f, 23 - 15), text(line)])];
  socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
  socket.write(frame(frames.settings, 0, 0, Buffer.alloc(0)));
  socket.write(frame(frames.headers, endOfStream | endOfHeaders, 1, Buffer.concat(named)));
  let received = Buffer.alloc(0);
  let body = '';
  for await (const part of socket) {
    received = Buffer.concat([received, part]);
    for (let size; received.length >= 9 && received.length >= (size = 9 + received.readUIntBE(0, 3)); received = received.subarray(size)) {
      const [type, flags] = received.subarray(3, 5);
      if (type === frames.data) body += received.subarray(9, size);
      if (type <= frames.headers && flags & endOfStream) return body;
    }
  }
  throw new Error('the server hung up');
}

function frame(type, flags, stream, payload) {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.set([type, flags], 3);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

// A string literal: its length, of which seven bits stand in the first byte, then itself.
function text(value) {
  const length = [Math.min(value.length, 127)];
  for (let rest = value.length - 127; rest >= 0; rest = rest < 128 ? -1 : rest >> 7) length.push(rest < 128 ? rest : (rest & 127) | 128);
  return Buffer.concat([Buffer.from(length), Buffer.from(value, 'latin1')]);
}
