import { expect, test } from 'vitest';
import { judgeEvent } from '../../set/event-schema.ts';
import { EVENT_TYPES } from '../../standard/vocabulary.ts';
import { defaultEvent } from './default-events.ts';

test.each(EVENT_TYPES)('the event that we send as %s keeps its definition', (type) => {
  expect(judgeEvent(type, defaultEvent(type))).toEqual([]);
});

test('an event of an unknown type is empty', () => {
  expect(defaultEvent('https://example.com/events/other')).toEqual({});
});

test('each call gives an object of its own', () => {
  const type = 'https://schemas.openid.net/secevent/caep/event-type/token-claims-change';
  expect(defaultEvent(type, 1).claims).not.toBe(defaultEvent(type, 1).claims);
});
