import { expect, it } from 'vitest';
import type { Results } from '../../reports/results.ts';
import { Secrets } from '../../suites/harness/rim/secrets.ts';
import type { ProgressEvent } from '../../suites/harness/run-options.ts';
import { planTarget } from './plan-target.ts';
import { withTarget } from './with-target.ts';

it('A secret in the name of what is started is masked in the results', async () => {
  const config = {
    receiver: { auth: { accessToken: 's3cret-of-ours' } },
    target: { command: ['./s3cret-of-ours.sh'] },
  };
  const planned = await planTarget(config, 'receiver', { env: {}, cwd: '/' });
  if (planned === null) throw new Error('There is no target.');
  const outcome = await withTarget(planned, { caFile: null, onProgress: () => {} }, async ({ onOpen }) => {
    await onOpen({ secrets: new Secrets(), startedAtMs: 0 });
    // Sound: nothing else of them is read on this way.
    return { results: { notices: [] as string[] } as Results };
  });
  const source = 'results' in outcome ? outcome.results.targetLog?.source : null;
  expect(source).toMatch(/^command \.\/‹masked \w+›\.sh$/);
});

it('A secret in the name of what is started is masked where it is told how the run goes on', async () => {
  const config = {
    transmitter: { issuer: 'http://127.0.0.1:{{target.port}}', auth: { accessToken: 's3cret-of-ours' } },
    target: { command: ['./s3cret-of-ours.sh'] },
  };
  const planned = await planTarget(config, 'transmitter', { env: {}, cwd: '/' });
  if (planned === null) throw new Error('There is no target.');
  const events: ProgressEvent[] = [];
  const onProgress = (event: ProgressEvent): void => void events.push(event);
  await withTarget(planned, { caFile: null, onProgress }, () => Promise.reject(new Error('It was started.')));
  const phases = events.flatMap((event) => (event.kind === 'phase' ? event.text : []));
  expect(phases).toHaveLength(1);
  expect(phases[0]).toMatch(/^Starting the command \.\/‹masked \w+›\.sh$/);
});
