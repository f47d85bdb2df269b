import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { HttpResponse, http } from 'msw';
import { type SetupServer, setupServer } from 'msw/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toHandlers } from '../../mocks/http/handlers.ts';
import { type StartedTransmitter, startTransmitter } from '../../mocks/transmitter/start.ts';
import { sampleResults } from '../../reports/sample.ts';
import {
  COMPLEX_MEMBERS,
  OTHER_REGISTERED_FORMATS,
  simpleFormats,
} from '../../suites/standard/subject-formats.ts';
import { EVENT_TYPES } from '../../suites/standard/vocabulary.ts';
import { publishedEvents } from '../generate-schemas.ts';
import { publishedEvents as files } from './events.ts';
import * as schemas from './index.ts';

/** As anybody would who takes the validator as it is; what it has to say of a schema is kept. */
function compiled(schema: schemas.JsonSchema, said: string[] = []): ValidateFunction {
  const keep = (...words: unknown[]): void => void said.push(words.join(' '));
  return new Ajv2020({ allErrors: true, logger: { log: keep, warn: keep, error: keep } }).compile(schema);
}
const ofStandards: [string, schemas.JsonSchema][] = [
  ['subject identifier', schemas.subjectIdentifierSchema],
  ['transmitter metadata', schemas.transmitterMetadataSchema],
  ['stream configuration', schemas.streamConfigurationSchema],
  ...Object.entries(schemas.eventSchemas),
];

describe('the published schemas', () => {
  it.each(ofStandards)('a strict validator takes that of %s without a word', (_, schema) => {
    const said: string[] = [];
    expect(compiled(schema, said)).toBeTypeOf('function');
    expect(said).toEqual([]);
  });

  it('describe every member', () => {
    const bare = ofStandards.flatMap(([name, { properties = {} }]) =>
      Object.entries(properties as Record<string, object>)
        .filter(([, member]) => !('description' in member))
        .map(([member]) => `${name} ${member}`),
    );
    expect(bare).toEqual([]);
  });

  it('have each an id of its own, and can all be added to one validator', () => {
    const ajv = new Ajv2020({ allowUnionTypes: true, strictTypes: false });
    addFormats.default(ajv);
    const all = [
      ...ofStandards.map(([, schema]) => schema),
      schemas.resultsSchema,
      schemas.waiversSchema,
      schemas.configSchema,
    ];
    ajv.addSchema([...all]);
    for (const { $id } of all) expect(ajv.getSchema($id)).toBeTypeOf('function');
    expect(new Set(all.map(({ $id }) => $id)).size).toBe(all.length);
  });

  it('of events are what the judge reads them by, of every type (node dist/scripts/generate-schemas.js)', () => {
    expect(Object.keys(schemas.eventSchemas).toSorted()).toEqual(EVENT_TYPES.toSorted());
    expect(files).toEqual([...publishedEvents().values()]);
  });

  it('lie in the package as files of their own', async () => {
    const { resolve } = createRequire(import.meta.url);
    const file = async (name: string): Promise<unknown> =>
      JSON.parse(await readFile(resolve(`ssf-conformance/schemas/${name}.json`), 'utf8'));
    expect(await file('subject-identifier')).toEqual(schemas.subjectIdentifierSchema);
    expect(await file('transmitter-metadata')).toEqual(schemas.transmitterMetadataSchema);
    expect(await file('stream-configuration')).toEqual(schemas.streamConfigurationSchema);
    expect(await file('results')).toEqual(schemas.resultsSchema);
    for (const { $id } of [schemas.waiversSchema, schemas.configSchema])
      expect(await file($id.split(':').at(-1) ?? '')).toMatchObject({ $id });
    for (const schema of Object.values(schemas.eventSchemas))
      expect(await file(schema.$id.split(':').slice(-2).join('/'))).toEqual(schema);
  });

  it('take results of a run, and refuse what is none', () => {
    const ajv = new Ajv2020({ allowUnionTypes: true, strictTypes: false });
    addFormats.default(ajv);
    const validate = ajv.compile(schemas.resultsSchema);
    expect(validate(JSON.parse(JSON.stringify(sampleResults())))).toBe(true);
    expect(validate({ ...sampleResults(), verdict: 'fine' })).toBe(false);
  });

  it('take a waiver and a configuration, and refuse unknown members', () => {
    const ajv = new Ajv2020({ allowUnionTypes: true });
    const waivers = ajv.compile(schemas.waiversSchema);
    const waiver = { check: 'jwks/unique-kid', reason: 'Mended in 4.3', until: '2027-01-31' };
    expect(waivers({ waivers: [waiver] })).toBe(true);
    expect(waivers({ waivers: [{ ...waiver, untill: '' }] })).toBe(false);
    const config = ajv.compile(schemas.configSchema);
    expect(config({ transmitter: { issuer: 'https://tx.example.com' }, profile: 'caep-interop' })).toBe(true);
    expect(config({ transmiter: {} })).toBe(false);
  });
});

describe('what the reference Transmitter sends', () => {
  const issuer = 'https://transmitter.example';
  let peer: StartedTransmitter;
  let server: SetupServer;
  beforeAll(async () => {
    peer = await startTransmitter({ origin: issuer });
    const taken = http.post('https://receiver.example/events', () => new HttpResponse(null, { status: 202 }));
    server = setupServer(...toHandlers(peer), taken);
    server.listen({ onUnhandledRequest: 'error' });
  });
  afterAll(async () => {
    server.close();
    await peer.close();
  });
  const json = async (url: string, body?: object): Promise<Record<string, unknown>> => {
    const token = peer.authorizationServer.issue(peer.clients[0]?.id ?? '', 'ssf.read ssf.manage');
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await fetch(
      url,
      body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) },
    );
    return (await answer.json()) as Record<string, unknown>;
  };

  it('is valid: its metadata, its streams by push and poll, every event and its subject', async () => {
    const metadata = await json(peer.metadataUrl);
    const isMetadata = compiled(schemas.transmitterMetadataSchema);
    expect([isMetadata(metadata), isMetadata.errors]).toEqual([true, null]);
    const isStream = compiled(schemas.streamConfigurationSchema);
    const isSubject = compiled(schemas.subjectIdentifierSchema);
    const push = { method: 'urn:ietf:rfc:8935', endpoint_url: 'https://receiver.example/events' };
    for (const delivery of [undefined, push]) {
      const supplied = { events_requested: EVENT_TYPES, delivery, description: 'a stream' };
      const stream = await json(String(metadata.configuration_endpoint), supplied);
      expect([isStream(stream), isStream.errors]).toEqual([true, null]);
    }
    for (const type of EVENT_TYPES.filter((one) => !one.includes('/ssf/'))) await peer.trigger({ type });
    const sets = peer.sets().map(({ claims }) => claims ?? {});
    expect(new Set(sets.flatMap(({ events }) => Object.keys(events as object))).size).toBeGreaterThan(20);
    for (const { sub_id, events } of sets) {
      expect([sub_id, isSubject(sub_id)]).toEqual([sub_id, true]);
      for (const [type, event] of Object.entries(events as object)) {
        const isEvent = compiled(schemas.eventSchemas[type] ?? schemas.resultsSchema);
        expect([type, isEvent(event), isEvent.errors]).toEqual([type, true, null]);
      }
    }
  });
});

describe('what is broken', () => {
  const metadata = { issuer: 'https://tx.example.com/tenant', jwks_uri: 'https://tx.example.com/jwks' };
  const stream = {
    stream_id: 'a',
    iss: 'https://tx.example.com',
    aud: 'rx',
    events_delivered: [],
    delivery: { method: 'urn:ietf:rfc:8936', endpoint_url: 'https://tx.example.com/poll' },
  };
  const { delivery } = stream;

  it.each<[string, object, boolean]>([
    ['as it should be', {}, true],
    ['with a member that SSF does not know', { added: 1 }, true],
    ['with an empty list', { critical_subject_members: [] }, false],
    ['with an issuer over http', { issuer: 'http://tx.example.com' }, false],
    ['with a query in the issuer', { issuer: 'https://tx.example.com?tenant=1' }, false],
    ['with a query in an endpoint', { status_endpoint: 'https://tx.example.com/status?v=1' }, true],
    ['with a relative endpoint', { status_endpoint: '/status' }, false],
    ['with a default that is not there', { default_subjects: 'all' }, false],
    ['with a scheme without spec_urn', { authorization_schemes: [{}] }, false],
    ['with a method that is no URI', { delivery_methods_supported: ['push'] }, false],
    ['without an issuer', { issuer: undefined }, false],
  ])('of metadata: %s', (_, change, valid) => {
    expect(compiled(schemas.transmitterMetadataSchema)({ ...metadata, ...change })).toBe(valid);
  });

  it.each<[string, object, boolean]>([
    ['as it should be', {}, true],
    ['with several audiences', { aud: ['a', 'b'] }, true],
    ['with an audience that is no string', { aud: 1 }, false],
    ['without events_delivered', { events_delivered: undefined }, false],
    ['without where to poll', { delivery: { method: delivery.method } }, false],
    ['with another method without endpoint', { delivery: { method: 'urn:example:method' } }, true],
    ['with an interval in words', { min_verification_interval: '60' }, false],
    ['with half a second', { inactivity_timeout: 0.5 }, false],
    ['with event types that are no URIs', { events_requested: ['session-revoked'] }, false],
  ])('of a stream: %s', (_, change, valid) => {
    expect(compiled(schemas.streamConfigurationSchema)({ ...stream, ...change })).toBe(valid);
  });

  const email = { format: 'email', email: 'user@example.com' };
  it.each<[object, boolean]>([
    [email, true],
    [{ ...email, added: true }, true],
    [{ email: 'user@example.com' }, false],
    [{ format: 'email' }, false],
    [{ format: 'email', email: 'mailto:user@example.com' }, false],
    [{ format: 'email', email: '"a b"@example.com' }, true],
    [{ format: 'e-mail', email: 'user@example.com' }, false],
    [{ format: 'account', uri: 'acct:user@example.com' }, true],
    [{ format: 'account', uri: 'user@example.com' }, false],
    [{ format: 'iss_sub', iss: 'https://idp.example.com/', sub: '145234573' }, true],
    [{ format: 'iss_sub', iss: 'https://idp.example.com/' }, false],
    [{ format: 'iss_sub', iss: 'https://idp.example.com/', sub: 'a b:c' }, false],
    [{ format: 'opaque', id: '11112222333344445555' }, true],
    [{ format: 'opaque', id: '' }, false],
    [{ format: 'phone_number', phone_number: '+12065550100' }, true],
    [{ format: 'phone_number', phone_number: '+1 206 555 0100' }, true],
    [{ format: 'phone_number', phone_number: '12065550100' }, false],
    [{ format: 'did', url: 'did:example:123456/did/url/path?versionId=1' }, true],
    [{ format: 'did', url: 'https://example.com' }, false],
    [{ format: 'uri', uri: 'urn:uuid:4e851e98-83c4-4743-a5da-150ecb53042f' }, true],
    [{ format: 'uri', uri: 'no uri' }, false],
    [{ format: 'aliases', identifiers: [email, { format: 'opaque', id: '1' }] }, true],
    [{ format: 'aliases', identifiers: [] }, false],
    [{ format: 'aliases', identifiers: [{ format: 'aliases', identifiers: [email] }] }, false],
    [{ format: 'aliases', identifiers: [{ format: 'email' }] }, false],
    [{ format: 'jwt_id', iss: 'https://idp.example.com/', jti: 'B70BA622' }, true],
    [{ format: 'jwt_id', jti: 'B70BA622' }, false],
    [{ format: 'saml_assertion_id', issuer: 'https://idp.example.com/', assertion_id: '_8e8dc5f6' }, true],
    [{ format: 'saml_assertion_id', iss: 'https://idp.example.com/', assertion_id: '_8e8dc5f6' }, false],
    [{ format: 'ip-addresses', 'ip-addresses': ['10.29.37.75', '2001:db8::1'] }, true],
    [{ format: 'ip-addresses', 'ip-addresses': ['localhost'] }, false],
    [{ format: 'complex', user: email, device: { format: 'opaque', id: '1' } }, true],
    [{ format: 'complex', user: email, added: { anything: 1 }, shop: { format: 'opaque', id: '1' } }, true],
    [{ format: 'complex' }, false],
    [{ format: 'complex', user: { format: 'complex', user: email } }, false],
    [{ format: 'complex', user: 'user@example.com' }, false],
    [{ format: 'complex', shop: { format: 'opaque' } }, false],
    [{ format: 'scim', uri: 'https://scim.example.com/Users/1' }, true],
    [{ format: 'example.com/badge', number: 5 }, true],
  ])('of subjects: %j', (subject, valid) => {
    expect(compiled(schemas.subjectIdentifierSchema)(subject)).toBe(valid);
  });

  it('of subjects: the schema knows the formats and members that the judge knows', () => {
    const text = JSON.stringify(schemas.subjectIdentifierSchema);
    const names = [...simpleFormats.map(({ name }) => name), ...OTHER_REGISTERED_FORMATS, ...COMPLEX_MEMBERS];
    for (const name of names) expect(text).toContain(`"${name}"`);
  });

  const CAEP = 'https://schemas.openid.net/secevent/caep/event-type/';
  it.each<[string, object, boolean]>([
    ['credential-change', { credential_type: 'password', change_type: 'revoke' }, true],
    ['credential-change', { credential_type: 'our-own', change_type: 'revoke' }, true],
    ['credential-change', { credential_type: 'password', change_type: 'removed' }, false],
    ['credential-change', { change_type: 'revoke' }, false],
    ['session-revoked', {}, true],
    ['session-revoked', { event_timestamp: 1_600_000_000_000 }, false],
    ['session-revoked', { initiating_entity: 'robot' }, false],
    ['session-revoked', { reason_admin: 'text' }, false],
    ['session-revoked', { reason_admin: { en: '' } }, true],
  ])('of events: %s %j', (name, event, valid) => {
    expect(compiled(schemas.eventSchemas[CAEP + name] ?? schemas.resultsSchema)(event)).toBe(valid);
  });
});
