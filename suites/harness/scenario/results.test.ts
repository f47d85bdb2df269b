import { expect, test } from 'vitest';
import type { CheckResult } from '../../../reports/results.ts';
import { ledgerOf } from '../../scenarios/ledger/index.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { Recorder } from '../rim/recorder.ts';
import { Secrets } from '../rim/secrets.ts';
import { selectFor } from '../selection.ts';
import { SCENARIO_LEVEL } from './judge-scenario.ts';
import { scenarioResults } from './results.ts';

const TOKEN = 'the-token-of-the-tester';

const untold: CheckResult = {
  id: 'storm/arrives',
  title: 'Everything that happens brings its event.',
  role: 'transmitter',
  level: SCENARIO_LEVEL,
  requirements: ['scenario:storm'],
  delivery: 'push',
  outcome: 'not-tested',
  reason: `The trigger command ended with 1: curl -H "Authorization: Bearer ${TOKEN}" failed.`,
  findings: [],
  exchanges: [],
  durationMs: 0,
  provenBy: [],
  rerun: 'ssf-conformance run',
};

test('No secret that a trigger prints is in the results, wherever its words are repeated', () => {
  const secrets = new Secrets();
  secrets.add(TOKEN);
  const { results } = scenarioResults(
    {
      profile: 'ssf',
      failOn: 'must',
      allowUntested: false,
      requireComplete: false,
      enforceLimits: false,
      rerunPrefix: 'ssf-conformance run',
    },
    {
      target: { role: 'transmitter', issuer: 'https://tx.example.com', metadataUrl: '', builtIn: false },
      selection: selectFor('ssf', 'transmitter'),
      seed: 1,
      startedAt: new Date(0).toISOString(),
      durationMs: 1,
      limits: DEFAULT_LIMITS,
      selected: [
        {
          id: 'scenario:storm',
          spec: 'Scenarios',
          section: 'storm',
          sectionTitle: 'Storm',
          level: SCENARIO_LEVEL,
          severity: 'fail',
          summary: 'A storm.',
        },
      ],
      scenarios: [],
      checks: [untold],
      ledger: ledgerOf({ performances: [], emptyPollsMs: [], limits: {}, enforced: false }),
      recorder: new Recorder(secrets),
      secrets,
      notices: [],
      interrupted: false,
    },
  );
  expect(results.requirements.untested).toHaveLength(1);
  expect(JSON.stringify(results)).not.toContain(TOKEN);
});
