import { afterEach, describe, expect, test } from 'vitest';
import type { ReceiverQuirks } from '../seams.ts';
import { type Meeting, meet } from './client-bench.ts';

const open: Meeting[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((met) => met.close()));
});

/** Lets a Receiver begin while members of the metadata are others; tells whether it made a stream, and its last words. */
async function begins(
  members: Record<string, unknown>,
  quirks: Partial<ReceiverQuirks> = {},
): Promise<{ began: boolean; lastWords: string | undefined }> {
  const met = await meet({
    transmitter: { seams: { metadata: (document) => ({ ...document, ...members }) } },
    receiver: { seams: { quirks } },
  });
  open.push(met);
  await met.receiver.begin({ issuer: met.transmitter.issuer, delivery: 'push' });
  return { began: met.operations().includes('create-stream'), lastWords: met.receiver.log().at(-1) };
}

describe('a Receiver that finds metadata', () => {
  test.each([
    ['of another issuer', { issuer: 'https://other.example.com' }, /is of issuer/],
    ['without an issuer', { issuer: undefined }, /is of issuer/],
    ['without keys', { jwks_uri: undefined }, /no jwks_uri/],
    ['without stream management', { configuration_endpoint: undefined }, /cannot be managed/],
    ['with an endpoint that is no URL', { status_endpoint: '/status' }, /no absolute HTTP URL/],
    ['without its delivery method', { delivery_methods_supported: ['urn:ietf:rfc:8936'] }, /not deliver/],
    ['with foreign schemes only', { authorization_schemes: [{ spec_urn: 'urn:x:y' }] }, /No authorization/],
  ])('stops at metadata %s', async (_, members, why) => {
    const { began, lastWords } = await begins(members);
    expect(began).toBe(false);
    expect(lastWords).toMatch(why);
  });

  test.each([
    ['unknown members', { more: [1], and: { more: true } }],
    ['the least that is needed', { spec_version: undefined, delivery_methods_supported: undefined }],
    [
      'several schemes',
      { authorization_schemes: [{ spec_urn: 'urn:x:y' }, { spec_urn: 'urn:ietf:rfc:6749', more: 1 }] },
    ],
  ])('takes metadata with %s', async (_, members) => {
    expect(await begins(members)).toMatchObject({ began: true });
  });

  test('is careless only by quirks', async () => {
    const other = { issuer: 'https://other.example.com' };
    expect(await begins(other, { trustsMetadataIssuer: true })).toMatchObject({ began: true });
    expect(await begins({ more: 1 }, { strictAnswers: true })).toMatchObject({ began: false });
  });
});
