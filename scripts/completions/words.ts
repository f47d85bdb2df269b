import { faults } from '../../mocks/faults/index.ts';
import { receiverFaults } from '../../mocks/faults/receiver/index.ts';
import { scenarioFaults } from '../../mocks/faults/scenario/index.ts';
import { checksOf } from '../../suites/harness/checks-of.ts';
import { scenarios } from '../../suites/scenarios/index.ts';
import { OFFICIAL_PLANS } from '../../suites/standard/official/suite.ts';
import { profileNames } from '../../suites/standard/profiles.ts';
import { LIMIT_NAMES } from '../config/limit-names.ts';
import { FORMAT_NAMES } from '../report-formats.ts';
import { familyOf } from '../selection.ts';
import type { Kind } from './model.ts';

const ids = [...checksOf('transmitter'), ...checksOf('receiver')].map(({ id }) => id);
const stories = scenarios.map(({ name }) => name);
const names = (all: readonly { name: string }[]): string[] => all.map(({ name }) => name);

/** Names that are completed, each list once. */
export const WORDS = {
  checks: ids,
  families: [...new Set(ids.map(familyOf))],
  scenarios: stories,
  transmitter_faults: names(faults),
  receiver_faults: names(receiverFaults),
  scenario_faults: names(scenarioFaults),
  limits: LIMIT_NAMES,
  formats: FORMAT_NAMES,
  plans: names(OFFICIAL_PLANS),
  profiles: profileNames,
} as const satisfies Record<string, readonly string[]>;

type List = keyof typeof WORDS;

/** Several lists are joined by a blank. */
const words = (...lists: List[]): Kind => ({ of: 'words', list: lists.join(' ') });
const many = (...lists: List[]): Kind => ({ of: 'words', list: lists.join(' '), many: true });

/** By the name of an option or argument, wherever it stands; a path in front where it means something else there. */
const KINDS: Readonly<Record<string, Kind>> = {
  '--only': many('checks', 'families'),
  '--skip': many('checks', 'families'),
  '--scenario': many('scenarios'),
  '--family': many('families', 'scenarios'),
  '--limit': { of: 'words', list: 'limits', suffix: '=' },
  '--remove': words('checks'),
  '/mock/transmitter --fault': many('transmitter_faults'),
  '/mock/receiver --fault': words('receiver_faults'),
  '/self-test --fault': many('transmitter_faults', 'receiver_faults', 'scenario_faults'),
  '/run --delivery': { of: 'choices', values: ['push', 'poll', 'push,poll'] },
  '/doctor --delivery': { of: 'choices', values: ['push', 'poll', 'push,poll'] },
  // One of the tester's own may stand there, too.
  '--profile': { of: 'choices', values: profileNames },
  '--plan': words('plans'),
  '/report --format': many('formats'),
  // Of almost a thousand rules none is completed.
  '/explain id': words('checks', 'scenarios', 'profiles'),
  '/waive check': words('checks'),
};

/** See `KindOf`. */
export function kindOf(path: string, name: string): Kind | undefined {
  return KINDS[`${path} ${name}`] ?? KINDS[name];
}
