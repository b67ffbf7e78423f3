// What the scripts share: each check prints one line of JSON, whatever becomes of it.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';

const patienceMs = 20_000;

/** Where the venue is and which key to use, from the environment. */
export const venue = {
  http: process.env.VENUE_HTTP,
  ws: process.env.VENUE_HTTP.replace('http', 'ws'),
  apiKey: process.env.VENUE_KEY,
  secret: process.env.VENUE_PRIVATE_KEY_FILE
    ? readFileSync(process.env.VENUE_PRIVATE_KEY_FILE, 'utf8')
    : process.env.VENUE_SECRET,
  isEd25519: Boolean(process.env.VENUE_PRIVATE_KEY_FILE),
};

/** A secret of the same kind that is not the key's. */
export const wrongSecret = venue.isEd25519
  ? generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })
  : 'wrong';

export { assert };

/** Runs one check; a failure is reported and the next one goes on. */
export async function check(name, run) {
  let line = { check: name, ok: true };
  try {
    await within(run(), name);
  } catch (problem) {
    line = { check: name, ok: false, why: String(problem?.stack ?? JSON.stringify(problem)).slice(0, 2_000) };
  }
  console.log(JSON.stringify(line));
}

/** Fails when the promise takes longer than a check may. */
export async function within(promise, what = 'it') {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not come within ${patienceMs} ms`)), patienceMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

export const sleep = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** Calls again until the answer satisfies the test; at the bound the check's own patience ends it. */
export async function until(call, wanted, pauseMs = 0) {
  for (;;) {
    const got = await call();
    if (wanted(got)) return got;
    if (pauseMs > 0) await sleep(pauseMs);
  }
}

/** A venue that has just opened has traded nothing yet. */
export const untilSome = (call) => until(call, (rows) => rows.length > 0, 200);

/** The last line: a script that broke off has none. */
export function done() {
  console.log(JSON.stringify({ done: true }));
  process.exit(0);
}
