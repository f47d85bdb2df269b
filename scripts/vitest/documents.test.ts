import { describe, expect as plainExpect, test } from 'vitest';
import { startTransmitter } from '../../mocks/transmitter/start.ts';
import { expect } from './index.ts';

/** The message with which an assertion fails; it must fail. */
function complaint(assertion: () => void): string {
  try {
    assertion();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('The assertion held.');
}

const issuer = 'https://tx.example.com/t';
const transmitter = await startTransmitter({ origin: 'https://tx.example.com', path: '/t' });
const token = transmitter.clients[0]?.token ?? '';

/** What the mock Transmitter answers in process. */
async function answer(url: string, body?: object): Promise<Record<string, unknown>> {
  const method = body === undefined ? 'GET' : 'POST';
  const route = transmitter.routes.find((one) => one.method === method && url.endsWith(one.path));
  const headers = { authorization: `Bearer ${token}` };
  const init = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await route?.resolve({
    request: new Request(url, { method, headers, ...init }),
    params: {},
  });
  return (await response?.json()) as Record<string, unknown>;
}

const metadata = await answer(transmitter.metadataUrl);
const configuration = await answer(String(metadata.configuration_endpoint), { events_requested: [] });

describe('toBeConformantMetadata', () => {
  test('takes the metadata of the mock Transmitter, and what is least', () => {
    expect(metadata).toBeConformantMetadata({ issuer });
    expect({ issuer, own: [] }).toBeConformantMetadata();
  });

  test.each([
    [{ issuer: undefined }, 'issuer', 'missing'],
    [{ issuer: 'http://tx.example.com' }, 'issuer', 'SSF 7.1'],
    [{ issuer: `${issuer}/` }, 'SSF-7.2.4-03', `expected: ${issuer}`],
    [{ jwks_uri: 7 }, 'jwks_uri', 'type "string"'],
    [{ critical_subject_members: [] }, 'critical_subject_members', 'empty'],
    [{ delivery_methods_supported: ['push'] }, 'delivery_methods_supported.0', 'seen:     push'],
    [{ default_subjects: 'all' }, 'default_subjects', '"ALL","NONE"'],
    [{ authorization_schemes: [{}] }, 'authorization_schemes.0.spec_urn', 'missing'],
  ])('finds what is wrong in %j', (change, where, words) => {
    const wrong = { ...metadata, ...change };
    const message = complaint(() => expect(wrong).toBeConformantMetadata({ issuer }));
    plainExpect(message).toContain(where);
    plainExpect(message).toContain(words);
    plainExpect(message).toContain('seen:');
    expect(wrong).not.toBeConformantMetadata({ issuer });
  });
});

describe('toBeConformantStreamConfiguration', () => {
  test('takes what the mock Transmitter answers', () => {
    expect(configuration).toBeConformantStreamConfiguration({ issuer });
  });

  test.each([
    [{ stream_id: 7 }, 'stream_id', 'type "string"'],
    [{ aud: 7 }, 'aud', 'seen:     7'],
    [{ iss: 'https://evil.example.com' }, 'SSF-8.1.1-06', `expected: ${issuer}`],
    [{ events_delivered: undefined }, 'events_delivered', 'missing'],
    [{ delivery: { method: 'urn:ietf:rfc:8935' } }, 'delivery.endpoint_url', 'missing'],
  ])('finds what is wrong in %j', (change, where, words) => {
    const wrong = { ...configuration, ...change };
    const message = complaint(() => expect(wrong).toBeConformantStreamConfiguration({ issuer }));
    plainExpect(message).toContain(where);
    plainExpect(message).toContain(words);
    expect(wrong).not.toBeConformantStreamConfiguration({ issuer });
  });

  test.each([[undefined], ['{}'], [[]]])('refuses %j, negated or not', (value) => {
    plainExpect(complaint(() => expect(value).toBeConformantStreamConfiguration())).toContain('(an object)');
    plainExpect(complaint(() => expect(value).not.toBeConformantMetadata())).toContain('(an object)');
  });
});
