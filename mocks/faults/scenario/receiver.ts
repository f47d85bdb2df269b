import { refuse } from '../../receiver/examination/refuse.ts';
import type { Effect, Examined, ReceiverSeams } from '../../receiver/seams.ts';
import { isObject } from '../../vocabulary/is-object.ts';
import { onStranger } from './changes.ts';
import type { ScenarioFault } from './fault.ts';
import { LATE_EFFECT_MS } from './late.ts';

/** So many SETs are enough. */
const UNSURE = 3;

type Told = Pick<ScenarioFault, 'name' | 'title' | 'breaks' | 'only'>;

function receives(told: Told, seams: () => ReceiverSeams): ScenarioFault {
  return { ...told, side: 'receiver', seams: () => ({ receiver: seams() }) };
}

/** Does something else because of a SET that it accepted. */
function acts(told: Told, change: (effects: Effect[], set: Examined) => Effect[]): ScenarioFault {
  return receives(told, () => ({
    effects: (effects, set, refusal) => (refusal === null ? change(effects, set) : effects),
  }));
}

/** One more thing that is done to the one whom a SET is about, unless it is done anyway. */
function withAction(action: string, effects: Effect[], { claims }: Examined): Effect[] {
  if (effects.some((effect) => effect.action === action)) return effects;
  const { sub_id: subject, jti } = claims;
  const added = {
    action,
    subject: isObject(subject) ? subject : {},
    jti: String(jti),
    at: new Date().toISOString(),
  };
  return [...effects, added];
}

/** Faults of what a Receiver answers and does. */
export const receiverFaults: readonly ScenarioFault[] = [
  receives({ name: 'receiver-refuses-sets', title: 'It refuses every SET.', breaks: 'accepts' }, () => ({
    steps: { claims: () => refuse('invalid_request', 'Not today.') },
  })),
  acts(
    { name: 'receiver-does-nothing', title: 'It accepts SETs and does nothing about them.', breaks: 'acts' },
    () => [],
  ),
  acts(
    {
      name: 'receiver-does-something-else',
      title: 'It accepts SETs and does something else than they call for.',
      breaks: 'acts',
    },
    (effects) => effects.map((effect) => ({ ...effect, action: 'note' })),
  ),
  {
    name: 'receiver-acts-late',
    title: 'What it does can be seen only after the limit for effects.',
    side: 'receiver',
    breaks: 'acts',
    seams: () => ({ effectsAfterMs: LATE_EFFECT_MS }),
  },
  acts(
    {
      name: 'receiver-acts-on-somebody-else',
      title: 'It does the right thing to somebody else.',
      breaks: 'acts-on-nobody-else',
    },
    (effects) => effects.map(onStranger),
  ),
  acts(
    {
      name: 'receiver-acts-on-a-bystander',
      title: 'It does the right thing, and the same to somebody else.',
      breaks: 'acts-on-nobody-else',
    },
    (effects) => effects.flatMap((effect) => [effect, onStranger(effect)]),
  ),
  acts(
    { name: 'receiver-acts-twice', title: 'It does everything twice.', breaks: 'acts-once' },
    (effects) => [...effects, ...effects],
  ),
  receives(
    {
      name: 'receiver-acts-on-repetitions',
      title: 'It takes a SET, says that it could not, and acts once more when it comes again.',
      breaks: 'acts-once',
    },
    () => {
      const seen = new Set<string>();
      return {
        quirks: { replay: 'act' },
        pushReply: (reply, { body }) => {
          if (seen.has(body) || seen.size === UNSURE) return reply;
          seen.add(body);
          // Later, so that it is no part of what was done the first time.
          return { ...reply, status: 503, headers: { ...reply.headers, 'retry-after': '1' } };
        },
      };
    },
  ),
  acts(
    {
      name: 'receiver-ends-sessions-whatever-happens',
      title: 'It ends the sessions of everybody whom an event is about.',
      breaks: 'restraint',
      only: [
        'impossible-travel',
        'device-non-compliance',
        'account-takeover',
        'assurance-and-claims',
        'session-life',
      ],
    },
    (effects, set) => withAction('end-sessions', effects, set),
  ),
  acts(
    {
      name: 'receiver-disables-accounts-whatever-happens',
      title: 'It disables the account of everybody whom an event is about.',
      breaks: 'restraint',
    },
    (effects, set) => withAction('disable-account', effects, set),
  ),
];
