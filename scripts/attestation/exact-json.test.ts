import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sampleResults } from '../../reports/sample.ts';
import { ambiguity } from './exact-json.ts';

describe('a JSON text', () => {
  test('as JSON.stringify writes it tells everybody the same', () => {
    expect(ambiguity(JSON.stringify(sampleResults(), null, 2))).toBeNull();
    fc.assert(fc.property(fc.jsonValue(), (value) => ambiguity(JSON.stringify(value)) === null));
  });

  test.each([
    '{"a":1.0}',
    '{"a":0.0}',
    '{"a":1E3}',
    '[10e-1]',
    '["1.00000000000000000001", "\\"", 2]',
    '[1e21]',
  ])('that writes a number in another way still does: %s', (text) => expect(ambiguity(text)).toBeNull());

  test.each([
    ['{"verdict":"conformant","verdict":"non-conformant"}', 'stands twice in "/"'],
    ['{"checks":[{"\\u0069d":1,"id":2}]}', 'The member "id" stands twice in "/checks/0"'],
    ['[-0]', 'The number -0 is read as 0.'],
    ['[1e999]', 'The number 1e999 is read as Infinity.'],
    ['[1.00000000000000000001]', 'The number 1.00000000000000000001 is read as 1.'],
    ['{"a":12345678901234567890123}', 'The number'],
    ['"\\\\" 2 9007199254740993', 'The number 9007199254740993 is read as 9007199254740992.'],
    ['['.repeat(5_000) + ']'.repeat(5_000), 'nested deeper'],
  ])('that a reader may take otherwise does not: %.60s', (text, message) => {
    expect(ambiguity(text)).toContain(message);
  });

  test('takes no longer than its length asks for', () => {
    expect(ambiguity(`["${'\\\\'.repeat(1_000_000)}",${'1'.repeat(1_000_000)}]`)).toContain('The number 111');
  });
});
