import { expect, test } from 'vitest';
import { POLL, PUSH } from '../../mocks/vocabulary/delivery-methods.ts';
import { eventTypes } from '../../mocks/vocabulary/event-types.ts';
import { STREAM_UPDATED, VERIFICATION } from '../../mocks/vocabulary/ssf-events.ts';
import { isSubject } from '../../mocks/vocabulary/subject-formats.ts';
import { requirements } from '../standard/requirements.ts';
import { simpleFormats } from '../standard/subject-formats.ts';
import * as judge from '../standard/vocabulary.ts';

// Judge and peer read the standards apart from each other; where they differ, one of them has misread.

test('judge and peer know the same event types', () => {
  const peer = [VERIFICATION, STREAM_UPDATED, ...eventTypes.keys()];
  expect(peer.toSorted()).toEqual(judge.EVENT_TYPES.toSorted());
});

test('the catalogue states every one of them', () => {
  const stated = requirements.map(({ summary }) => summary).join('\n');
  expect(judge.EVENT_TYPES.filter((type) => !stated.includes(`${type}.`))).toEqual([]);
});

test('judge and peer call the delivery methods the same', () => {
  expect([PUSH, POLL]).toEqual([judge.PUSH_DELIVERY, judge.POLL_DELIVERY]);
});

test('the peer asks of each subject format the members that the judge asks for', () => {
  const values = { identifiers: [{ format: 'opaque', id: '1' }], 'ip-addresses': ['192.0.2.1'] };
  for (const { name, members } of simpleFormats) {
    const whole = Object.fromEntries(
      members.map(({ name: member, form }) => [
        member,
        form in values ? values[form as keyof typeof values] : 'x:y',
      ]),
    );
    expect(isSubject({ format: name, ...whole })).toBe(true);
    for (const { name: member } of members) {
      const { [member]: _, ...rest } = whole;
      expect(isSubject({ format: name, ...rest })).toBe(false);
    }
  }
});
