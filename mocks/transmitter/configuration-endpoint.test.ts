import { describe, expect, test } from 'vitest';
import { bench, CREDENTIAL_CHANGE, pushDelivery, SESSION_REVOKED } from './test-bench.ts';

const POLL = 'urn:ietf:rfc:8936';

describe('create', () => {
  test('without delivery makes a poll stream with its own URL', async () => {
    const { call, url } = bench();
    const one = await call('POST', url.streams, { json: {} });
    const two = await call('POST', url.streams, { json: {} });
    expect(one.status).toBe(201);
    expect(one.json.delivery).toEqual({ method: POLL, endpoint_url: url.poll(String(one.json.stream_id)) });
    expect(two.json.delivery).not.toEqual(one.json.delivery);
    expect(one.json).toMatchObject({ iss: 'https://ssf.example.com', aud: 'https://receiver-1.example.com' });
  });

  test('delivers the requested types that are supported and ignores the others', async () => {
    const { call, url } = bench();
    const requested = [SESSION_REVOKED, 'urn:example:unknown', 'https://example.com/unknown'];
    const { status, json } = await call('POST', url.streams, { json: { events_requested: requested } });
    expect(status).toBe(201);
    expect(json.events_requested).toEqual(requested);
    expect(json.events_delivered).toEqual([SESSION_REVOKED]);
  });

  test('without events_requested nothing is delivered', async () => {
    const { call, url } = bench();
    const { json } = await call('POST', url.streams, { json: {} });
    expect(json).not.toHaveProperty('events_requested');
    expect(json.events_delivered).toEqual([]);
  });

  test('ignores members that are the Transmitter’s', async () => {
    const { call, url } = bench();
    const json = { stream_id: 'mine', iss: 'https://evil.example', aud: 'me', events_delivered: ['x'] };
    const answer = await call('POST', url.streams, { json });
    expect(answer.status).toBe(201);
    expect(answer.json.iss).toBe('https://ssf.example.com');
    expect(answer.json.stream_id).not.toBe('mine');
    expect(answer.json.events_delivered).toEqual([]);
  });

  test.each([
    ['no JSON', { text: '{"delivery":' }],
    ['an array', { json: [] }],
    ['null', { json: null }],
    ['delivery of a wrong type', { json: { delivery: 'push' } }],
    ['delivery without method', { json: { delivery: {} } }],
    ['an unsupported method', { json: { delivery: { method: 'urn:example:pigeon' } } }],
    ['push without endpoint_url', { json: { delivery: { method: pushDelivery.method } } }],
    ['push without TLS', { json: { delivery: { ...pushDelivery, endpoint_url: 'http://r.example.com/' } } }],
    [
      'a header that breaks lines',
      { json: { delivery: { ...pushDelivery, authorization_header: 'a\r\nb: c' } } },
    ],
    ['events_requested of a wrong type', { json: { events_requested: SESSION_REVOKED } }],
    ['description of a wrong type', { json: { description: 7 } }],
  ])('refuses %s with 400 and makes no stream', async (_, spec) => {
    const { call, url } = bench();
    expect((await call('POST', url.streams, spec)).status).toBe(400);
    expect((await call('GET', url.streams)).json).toEqual([]);
  });

  test('takes pushes without TLS when it is itself without', async () => {
    const { call, url } = bench({ issuer: 'http://127.0.0.1:4000' });
    const delivery = { ...pushDelivery, endpoint_url: 'http://127.0.0.1:5000/' };
    expect((await call('POST', url.streams, { json: { delivery } })).status).toBe(201);
  });

  test('a second stream is refused with 409 where there can be only one', async () => {
    const { call, url, stream } = bench({ singleStream: true });
    await stream({});
    expect((await call('POST', url.streams, { json: {} })).status).toBe(409);
    expect((await call('POST', url.streams, { json: {}, as: 'receiver-2' })).status).toBe(201);
  });
});

describe('read', () => {
  test('gives a stream as it was created, and an array without stream_id', async () => {
    const { call, url, stream } = bench();
    expect((await call('GET', url.streams)).json).toEqual([]);
    const made = await stream({
      delivery: { ...pushDelivery, authorization_header: 'Bearer x' },
      description: 'd',
    });
    const one = await call('GET', `${url.streams}?stream_id=${made.stream_id}`);
    expect(one.status).toBe(200);
    expect(one.headers.get('content-type')).toBe('application/json');
    expect(one.json).toEqual(made);
    expect((await call('GET', url.streams)).json).toEqual([made]);
    expect((await call('GET', `${url.streams}?stream_id=unknown`)).status).toBe(404);
  });
});

const whole = { delivery: pushDelivery, events_requested: [SESSION_REVOKED], description: 'first' };

describe('update', () => {
  test('changes what is named and leaves the rest', async () => {
    const { call, url, stream } = bench();
    const made = await stream(whole);
    const { stream_id } = made;
    const answer = await call('PATCH', url.streams, { json: { stream_id, description: 'second' } });
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({ ...made, description: 'second' });
  });

  test('compares events_delivered with the value before', async () => {
    const { call, url, stream } = bench();
    const { stream_id } = await stream(whole);
    const requested = { stream_id, events_requested: [CREDENTIAL_CHANGE] };
    const after = await call('PATCH', url.streams, {
      json: { ...requested, events_delivered: [CREDENTIAL_CHANGE] },
    });
    expect(after.status).toBe(400);
    const before = await call('PATCH', url.streams, {
      json: { ...requested, events_delivered: [SESSION_REVOKED] },
    });
    expect(before.status).toBe(200);
    expect(before.json.events_delivered).toEqual([CREDENTIAL_CHANGE]);
  });

  test('takes poll when it is asked for, and refuses another poll URL', async () => {
    const { call, url, stream } = bench();
    const { stream_id } = await stream(whole);
    const json = { stream_id, delivery: { method: POLL } };
    expect((await call('PATCH', url.streams, { json })).json.delivery).toEqual({
      method: POLL,
      endpoint_url: url.poll(stream_id),
    });
    const wrong = {
      stream_id,
      delivery: { method: POLL, endpoint_url: 'https://ssf.example.com/elsewhere' },
    };
    expect((await call('PATCH', url.streams, { json: wrong })).status).toBe(400);
  });
});

describe('replace', () => {
  test('deletes what is not named', async () => {
    const { call, url, stream } = bench();
    const { stream_id } = await stream(whole);
    const json = { stream_id, delivery: pushDelivery, events_requested: [CREDENTIAL_CHANGE] };
    const answer = await call('PUT', url.streams, { json });
    expect(answer.status).toBe(200);
    expect(answer.json).not.toHaveProperty('description');
    expect(answer.json.events_delivered).toEqual([CREDENTIAL_CHANGE]);
  });

  test('takes a configuration back that was read and changed', async () => {
    const { call, url, stream } = bench();
    const made = await stream(whole);
    const answer = await call('PUT', url.streams, { json: { ...made, description: 'third' } });
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({ ...made, description: 'third' });
  });
});

describe.each(['PATCH', 'PUT'])('%s', (method) => {
  test.each([
    ['iss', 'https://other.example.com'],
    ['aud', 'https://other.example.com'],
    ['events_supported', []],
    ['events_delivered', [CREDENTIAL_CHANGE]],
    ['min_verification_interval', 9],
    ['inactivity_timeout', 9],
  ])('with a wrong %s is refused and changes nothing', async (name, value) => {
    const { call, url, stream } = bench();
    const made = await stream(whole);
    const json = { stream_id: made.stream_id, ...whole, description: 'changed', [name]: value };
    expect((await call(method, url.streams, { json })).status).toBe(400);
    expect((await call('GET', `${url.streams}?stream_id=${made.stream_id}`)).json).toEqual(made);
  });

  test('with right Transmitter-supplied members is taken, whatever their order', async () => {
    const { call, url, stream } = bench();
    const made = await stream(whole);
    const json = {
      ...made,
      aud: [made.aud],
      events_supported: (made.events_supported as string[]).toReversed(),
    };
    expect((await call(method, url.streams, { json })).status).toBe(200);
  });

  test('without stream_id is 400, with an unknown one 404', async () => {
    const { call, url } = bench();
    expect((await call(method, url.streams, { json: { description: 'x' } })).status).toBe(400);
    expect((await call(method, url.streams, { json: { stream_id: 'unknown' } })).status).toBe(404);
    expect((await call(method, url.streams, { text: 'nonsense' })).status).toBe(400);
  });
});

describe('delete', () => {
  test('removes the stream from everywhere', async () => {
    const { call, url, stream } = bench();
    const { stream_id } = await stream(whole);
    const answer = await call('DELETE', `${url.streams}?stream_id=${stream_id}`);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect((await call('GET', `${url.streams}?stream_id=${stream_id}`)).status).toBe(404);
    expect((await call('GET', `${url.status}?stream_id=${stream_id}`)).status).toBe(404);
    expect((await call('POST', url.verify, { json: { stream_id } })).status).toBe(404);
    expect((await call('DELETE', `${url.streams}?stream_id=${stream_id}`)).status).toBe(404);
  });

  test('without stream_id deletes nothing', async () => {
    const { call, url, stream } = bench();
    await stream(whole);
    expect((await call('DELETE', url.streams)).status).toBe(400);
    expect((await call('GET', url.streams)).json).toHaveLength(1);
  });
});
