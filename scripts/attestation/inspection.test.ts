import { generateKeyPairSync } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { exportJWK } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { attest } from '../../reports/attestation/attest.ts';
import { statementOf } from '../../reports/attestation/statement.ts';
import { trustedKeys } from '../../reports/attestation/trusted-keys.ts';
import { renderHtml } from '../../reports/index.ts';
import { sampleResults } from '../../reports/sample.ts';
import { type Inspection, inspectPage, inspectResults, type Trust } from './inspection.ts';

let trust: Trust;
let text: string;
let page: string;
beforeAll(async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const now = new Date('2026-09-01T00:00:00Z');
  const results = sampleResults();
  const statement = statementOf(results, renderHtml(results), { signedAt: now });
  const attestation = await attest(statement, { alg: 'EdDSA', kid: 'k', privateKey });
  text = JSON.stringify({ ...results, attestation }, null, 2);
  page = renderHtml({ ...results, attestation });
  trust = { keys: await trustedKeys({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k' }] }), now };
});

/** A text with a piece of it replaced by something else. */
function edited(whole: string, { at, length, by }: { at: number; length: number; by: string }): string {
  const start = Math.floor(at * whole.length);
  return whole.slice(0, start) + by + whole.slice(start + length);
}

const edit = fc.record({
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  length: fc.nat({ max: 3 }),
  by: fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom('0', '.0', '"', ',', '}', '<', ' ', '\n', 'e1')),
});

describe('whatever is changed', () => {
  test('in results, is found, unless they say the same as before', async () => {
    const before: unknown = JSON.parse(text);
    await fc.assert(
      fc.asyncProperty(edit, async (change) => {
        const changed = edited(text, change);
        let value: unknown;
        try {
          value = JSON.parse(changed);
        } catch {
          return;
        }
        const { state } = await inspectResults(changed, value as object, trust);
        expect(state === 'unchanged').toBe(isDeepStrictEqual(value, before));
      }),
      { numRuns: 300 },
    );
  });

  test('on a page, is found', async () => {
    await fc.assert(
      fc.asyncProperty(edit, async (change) => {
        const changed = edited(page, change);
        fc.pre(changed !== page);
        const { state } = await inspectPage(changed, trust);
        // Blanks around the signature show nothing.
        const same = changed.replace(/(id="attestation">)\s*([\w.-]*)\s*/, '$1$2') === page;
        expect(state === 'unchanged').toBe(same);
      }),
      { numRuns: 150 },
    );
  });

  test('of the signature itself, is found, too', async () => {
    const jws = (JSON.parse(text) as { attestation: string }).attestation;
    const states: Inspection['state'][] = [];
    for (let i = 0; i < jws.length; i++) {
      const changed = jws.slice(0, i) + (jws[i] === 'A' ? 'B' : 'A') + jws.slice(i + 1);
      const other = { ...(JSON.parse(text) as object), attestation: changed };
      states.push((await inspectResults(JSON.stringify(other), other, trust)).state);
    }
    expect(states).not.toContain('unchanged');
  });
});
