import { describe, expect, it } from 'vitest';
import type { Expectation } from '../../scenarios/expectation.ts';
import { impossibleTravel } from '../../scenarios/impossible-travel.ts';
import type { Performance } from '../../scenarios/performance.ts';
import { judgeExpectation } from './judge-scenario.ts';

const RULE = 'RFC8935-2-13';

function expectation(judge: Expectation['judge']): Expectation {
  return {
    name: 'made-up',
    side: 'transmitter',
    title: '',
    what: '',
    requirements: [RULE],
    concerns: () => true,
    judge,
  };
}

/** What it comes to when the Transmitter is under test, and when it is a mock of ours. */
function outcomes(judge: Expectation['judge']): string[] {
  return [true, false].map((transmitter) => {
    // Sound: an expectation that looks at nothing else.
    const performance = {
      scenario: impossibleTravel,
      judged: { transmitter, receiver: true },
    } as Performance;
    return judgeExpectation(expectation(judge), performance, () => 'warn').outcome;
  });
}

describe('what an expectation finds', () => {
  it('fails a target, and is our own error where our mock did it', () => {
    expect(outcomes((_, judge) => judge.breaks({ message: 'x' }))).toEqual(['fail', 'error']);
  });

  it('warns a target, and never the other side of what our mock did', () => {
    expect(outcomes((_, judge) => judge.violates(RULE, { message: 'x' }))).toEqual(['warn', 'note']);
  });

  it('counts whatever ends the judgement afterwards', () => {
    const judged = outcomes((_, judge) => {
      judge.breaks({ message: 'x' });
      judge.notTested('y');
    });
    expect(judged).toEqual(['fail', 'error']);
  });

  it('is an error where the judgement itself goes wrong', () => {
    const judged = outcomes(() => {
      throw new TypeError('x');
    });
    expect(judged).toEqual(['error', 'error']);
  });
});
