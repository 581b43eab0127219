// Each rule, broken in a copy: its vectors notice. Every fourth, all with --full.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { packageFolder } from '../support/guard.js';
import { project } from '../support/project.js';
import { files, read, replay } from '../support/replay.js';

const sound = readFileSync(join(packageFolder, 'dist/server.js'), 'utf8');
const home = project('jose');
writeFileSync(join(home, 'package.json'), '{ "type": "module" }');

/** What is broken, the rule that is, what stands there, and what does in the copy. */
const mutants = [
  ['G1', 'any issuer of the guard', /this\.#byName\.get\(iss\)/, 'this.#byName.values().next().value'],
  ['G1', 'X-Platform may lie', /if \(!agrees\)/, 'if (false)'],
  ['G1', 'X-Platform may be anything', 'more.length > 0 || !isPlatform(platform)', 'false'],
  ['G2', 'the first of two headers', /if \(lines\.length > 1 \|\|/, 'if ('],
  ['G2', 'tokens of any length', 'text.length <= mostCharacters && ', ''],
  ['G2', 'anybody without a scheme', 'brought?.isBare && !verdict.issuer.isBare', 'false'],
  ['G3', 'an outage is a bad token', /keys_unavailable: outage,/, ''],
  ['G3', 'any algorithm', 'issuer.algorithms.find((name) => name === header["alg"])', 'Object.keys(shapes).find((name) => name === header["alg"])'],
  ['G3', 'no signature', 'const isGood = await proof;', 'const isGood = true;'],
  ['G3', 'headers that bring keys', 'if (brought) throw', 'if (false) throw'],
  ['G3', 'a member twice', 'if (isGood && isAmbiguous) throw', 'if (false) throw'],
  ['G3', 'short RSA keys', 'modulusLength >= leastRsaBits', 'true'],
  ['G3', 'keys for encryption', 'use === "sig" && ', ''],
  ['G3', 'keys that may not verify', ' && uses.includes("verify")', ''],
  ['G3', 'the first key of a name', 'of await keys.named(name)', 'of (await keys.named(name)).slice(0, 1)'],
  ['G3', 'one bad key spoils the set', /(if \(!isObject\(entry\) \|\| [^\n]*)continue;/, '$1throw entry;'],
  ['G3', 'any status', 'if (response.status !== 200) throw', 'if (false) throw'],
  ['G3', 'answers of any size', 'if (bytes > mostBytes) throw', 'if (false) throw'],
  ['G4', 'tokens for ever', /timeOf\(claims, \"exp\"\) \+ leewayS\d* <= nowS/, 'false'],
  ['G4', 'no leeway', /var (leewayS\d*) = 60;/, 'var $1 = 0;'],
  ['G4', 'tokens of tomorrow', /timeOf\(claims, name\) > nowS \+ leewayS\d*/, 'false'],
  ['G4', 'no exp', 'timeOf(claims, "exp")', '(claims.exp === void 0 ? Infinity : timeOf(claims, "exp"))'],
  ['G4', 'exp as text', 'typeof when === "number" && ', ''],
  ['G4', 'times without end', ' && when < endOfTimeS', ''],
  ['G4', 'any type', '!issuer.types.includes(mediaType(type))', 'false'],
  ['G4', 'any audience', 'if (!isMeant) throw', 'if (false) throw'],
  ['G4', 'any page', 'party !== void 0 && !isParty', 'false'],
  ['G5', 'the anon key', 'rolesOfKeys.includes(role)', 'false'],
  ['G5', 'a sign-in that is pending', 'sts === "pending"', 'false'],
  ['G5', 'nobody', 'if (!isText(text) ||', 'if (typeof text !== "string" ||'],
  ['G5', 'a page without azp', 'linesOf(request, "origin").length > 0', 'false'],
  ['G5', 'anonymous people as others', 'claims["is_anonymous"] === true', 'false'],
  ['G7', 'cookies unasked', ': cookies && await this', ': await this'],
  ['G7', 'forms of any site', 'site !== "same-origin" && !(origin && origins.includes(origin))', 'false'],
  ['G7', 'forms of sister sites', 'site !== "same-origin"', '!/^same/.test(site)'],
  ['G7', 'WebSockets of any site', ' && linesOf(request, "upgrade").length === 0', ''],
  ['G7', 'header and cookie of two', '(await this.#personOf(verdict, null)).id !== id', 'false'],
  ['G7', 'the first of two cookies', 'if (another !== void 0) throw', 'if (false) throw'],
  ['G7', 'the first cookie, good or not', 'if (!fault || refused', 'throw error;\nif (!fault || refused'],
  ['G8', 'renewals as sign-ins', 'entry?.method === "token_refresh"', 'false'],
  ['G8', 'a sign-in to come', / && age >= -leewayS\d*/, ''],
  ['G12', 'ids of anybody', 'isOurs ? claims : {}', 'claims'],
  ['G12', 'ids that are none', 'ids.every(isText)', 'true'],
];

async function firstNoticed(hufu, rule) {
  for (const name of files) {
    const { answers, cases } = read(name);
    for (const row of cases.filter((one) => one.rule === rule)) {
      try {
        await replay(hufu, row, answers);
      } catch (error) {
        // Of anything else the mutant is broken by itself.
        if (!(error instanceof assert.AssertionError)) throw error;
        return row.name;
      }
    }
  }
  return null;
}

for (const [at, [rule, name, from, to]] of mutants.entries()) {
  const isPassedOver = at % 4 !== 0 && !process.env.HUFU_TEST_FULL;
  test(`${rule}: ${name}: noticed`, { skip: isPassedOver && 'with --full' }, async () => {
    const places = typeof from === 'string' ? sound.split(from) : [...sound.matchAll(new RegExp(from, 'g')), null];
    assert.equal(places.length - 1, 1, 'what is broken stands in one place');
    const file = join(home, `mutant_${at}.js`);
    writeFileSync(file, sound.replace(from, to));
    assert.notEqual(await firstNoticed(await import(pathToFileURL(file)), rule), null, 'no vector noticed');
  });
}
