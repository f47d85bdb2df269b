import { expect, it } from 'vitest';
import type { Results } from '../../reports/results.ts';
import { Secrets } from '../../suites/harness/rim/secrets.ts';
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
