import { beforeAll, describe, expect, it } from 'vitest';
import { faults } from '../../../../mocks/faults/index.ts';
import { receiverFaults } from '../../../../mocks/faults/receiver/index.ts';
import { together } from '../../../../mocks/faults/together.ts';
import type { Results } from '../../../../reports/results.ts';
import { officialModules } from '../../../standard/official/crosswalk.ts';
import type { ProfileName } from '../../../standard/profiles.ts';
import type { PredictedModule, PredictedOutcome } from '../predict.ts';
import { predictAll } from '../predict-all.ts';
import { resultsOfReceiver, resultsOfTransmitter } from '../testing/results-of.ts';

/** What changes: the outcome, and the condition that is to blame for it. */
type Change = readonly [PredictedOutcome, string];

interface Case {
  profile: ProfileName;
  faults: readonly string[];
  /** By module; all others stay as they are without faults. */
  changes: Readonly<Record<string, Change>>;
}

const STATUS = 'EnsureHttpStatusCodeIs';

/** A condition that many modules share. */
function all(modules: readonly string[], change: Change): Record<string, Change> {
  return Object.fromEntries(modules.map((id) => [id, change]));
}

const VERIFICATION = ['T17', 'T18', 'T19', 'T20', 'T21'];
const FROM_T2 = Array.from({ length: 20 }, (_, index) => `T${index + 2}`);

const transmitterCases: readonly Case[] = [
  {
    profile: 'ssf',
    faults: ['metadata-empty-array'],
    changes: { T1: ['failed', 'OIDSSFEnsureNonEmptyArrayClaimsCheck'] },
  },
  {
    profile: 'ssf',
    faults: ['metadata-without-delivery-methods'],
    changes: {
      T1: ['warning', 'OIDSSFCheckSupportedDeliveryMethods'],
      ...all(FROM_T2, ['failed', 'OIDSSFEnsureDeliveryMethodIsSupported']),
    },
  },
  {
    profile: 'ssf',
    faults: [
      'create-breaks-on-broken-json',
      'second-create-refused-with-400',
      'unknown-id-refused-with-400',
      'update-breaks-on-broken-json',
      'update-of-unknown-stream-400',
      'replace-breaks-on-broken-json',
      'replace-of-unknown-stream-400',
      'delete-of-unknown-stream-400',
      'add-subject-204',
      'status-update-echoes-old',
    ],
    changes: {
      T2: ['warning', 'OIDSSFCheckExpectedJsonResponseContents'],
      T3: ['failed', `${STATUS}400`],
      T5: ['failed', `${STATUS}AnyOf`],
      T7: ['failed', `${STATUS}404`],
      T9: ['failed', `${STATUS}400`],
      T10: ['failed', `${STATUS}404`],
      T11: ['failed', `${STATUS}400`],
      T13: ['failed', `${STATUS}404`],
      T15: ['failed', `${STATUS}404`],
      T16: ['warning', `${STATUS}200`],
    },
  },
  // Each ends its check at something worse than what the official suite tries.
  ...Object.entries({
    'anybody-may-create-stream': { T4: ['failed', `${STATUS}401`] },
    'unauthorized-list-redirected': { T6: ['failed', `${STATUS}401`] },
    'anybody-may-update-stream': { T8: ['failed', `${STATUS}400or401`] },
    'anybody-may-replace-stream': { T12: ['failed', `${STATUS}401`] },
    'anybody-may-delete-stream': { T14: ['failed', `${STATUS}401`] },
  } as const).map(([name, changes]): Case => ({ profile: 'ssf', faults: [name], changes })),
  {
    profile: 'ssf',
    faults: ['update-answers-204'],
    changes: { T2: ['failed', 'OIDSSFUpdateStreamConfigCall'] },
  },
  {
    profile: 'ssf',
    faults: ['set-typ-with-prefix'],
    changes: all(VERIFICATION, ['failed', 'OIDSSFEnsureSecurityEventTokenUsesTypeSecEventJwt']),
  },
  {
    profile: 'ssf',
    faults: ['set-tampered'],
    changes: all(VERIFICATION, ['warning', 'OIDSSFVerifySignatureOfSecurityEventToken']),
  },
  {
    profile: 'ssf',
    faults: ['push-authorization-unasked', 'poll-ack-brings-nothing'],
    changes: {
      T19: ['failed', '(the module acknowledges and polls in one request)'],
      T21: ['warning', 'OIDSSFEnsureNoAuthorizationHeaderIsPresentInPushRequest'],
    },
  },
  {
    profile: 'caep-interop',
    faults: ['credential-change-without-change-type'],
    changes: { T22: ['failed', 'OIDSSFValidateCaepCredentialChangeEvent'] },
  },
];

const receiverCases: readonly Case[] = [
  {
    profile: 'caep-interop',
    faults: ['receiver-acknowledges-with-200'],
    changes: all(['R4', 'R5', 'R6', 'R7'], ['failed', `${STATUS}AnyOf`]),
  },
  {
    profile: 'caep-interop',
    faults: ['receiver-refuses-unsolicited-verification'],
    changes: { R5: ['failed', `${STATUS}AnyOf`] },
  },
  {
    profile: 'caep-interop',
    faults: ['receiver-deletes-by-body'],
    changes: all(['R2', 'R4', 'R5', 'R6'], ['failed', 'OIDSSFHandleStreamDeleteRequest']),
  },
  {
    profile: 'ssf',
    faults: ['receiver-patches-audience'],
    changes: { R1: ['failed', 'OIDSSFHandleStreamUpdateRequestValidation'] },
  },
  {
    profile: 'ssf',
    faults: ['receiver-sets-unknown-status'],
    changes: { R3: ['failed', 'OIDSSFHandleStreamStatusUpdateRequest'] },
  },
];

/** The worst that is foreseen of each module, over push and poll. */
function modulesOf(results: Results): Map<string, PredictedModule> {
  const order: readonly PredictedOutcome[] = ['failed', 'warning', 'untold', 'skipped', 'passed'];
  const worst = new Map<string, PredictedModule>();
  for (const module of predictAll(results, { assumeHttps: false }).predictions.flatMap(
    (one) => one.modules,
  )) {
    const before = worst.get(module.id);
    if (before === undefined || order.indexOf(module.outcome) < order.indexOf(before.outcome))
      worst.set(module.id, module);
  }
  return worst;
}

/** Names of the conditions to blame for an outcome. */
function blamed({ outcome, conditions }: PredictedModule): string[] {
  return conditions
    .filter(({ state, severity }) => {
      const isBroken = state === 'fails' || state === 'crashes';
      return isBroken && (severity === 'W') === (outcome === 'warning');
    })
    .map(({ name }) => name);
}

const sides = [
  {
    role: 'Transmitter',
    cases: transmitterCases,
    run: (profile: ProfileName, names: readonly string[]) =>
      resultsOfTransmitter(profile, together(named(faults, names).map((fault) => fault.seams()))),
  },
  {
    role: 'Receiver',
    cases: receiverCases,
    run: (profile: ProfileName, names: readonly string[]) =>
      resultsOfReceiver(profile, {
        ...named(receiverFaults, names).map((fault) => ({ seams: fault.seams() }))[0],
      }),
  },
];

function named<F extends { name: string }>(table: readonly F[], names: readonly string[]): F[] {
  return names.map((name) => {
    const fault = table.find((one) => one.name === name);
    if (fault === undefined) throw new Error(`There is no fault ${name}.`);
    return fault;
  });
}

describe.each(sides)('predictions about a broken $role', ({ cases, run }) => {
  const faultless = new Map<ProfileName, Map<string, PredictedModule>>();
  beforeAll(async () => {
    for (const profile of ['ssf', 'caep-interop'] as const)
      faultless.set(profile, modulesOf(await run(profile, [])));
  }, 60_000);

  it.each(cases.map((one) => ({ ...one, title: one.faults.join(', ') })))(
    'change as they should, and only there: $title',
    async ({ profile, faults: names, changes }) => {
      const before = faultless.get(profile) ?? new Map<string, PredictedModule>();
      const after = modulesOf(await run(profile, names));
      const changed = [...after].filter(([id, module]) => module.outcome !== before.get(id)?.outcome);
      const foreseen = Object.entries(changes).filter(([id]) => after.has(id));
      expect(Object.fromEntries(changed.map(([id, { outcome }]) => [id, outcome]))).toEqual(
        Object.fromEntries(foreseen.map(([id, [outcome]]) => [id, outcome])),
      );
      for (const [id, [, condition]] of foreseen) {
        const module = after.get(id);
        expect(module === undefined ? [] : blamed(module)).toContain(condition);
      }
    },
    60_000,
  );

  it('are right about a faultless one: nothing fails, nothing warns', () => {
    for (const modules of faultless.values())
      for (const { outcome } of modules.values()) expect(['passed', 'untold']).toContain(outcome);
  });
});

it('every module changes by a fault', () => {
  const changed = new Set(
    [...transmitterCases, ...receiverCases].flatMap(({ changes }) => Object.keys(changes)),
  );
  expect(officialModules.map(({ id }) => id).filter((id) => !changed.has(id))).toEqual([]);
});
