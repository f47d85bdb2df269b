import { HttpClient } from '../../suites/harness/rim/http-client.ts';
import { metadataUrlOf } from '../../suites/harness/session.ts';
import type { ResolvedRun } from '../config/resolve.ts';
import { answerSight, fileSight, type Sight } from './changes.ts';

/** How long the target may take for an answer, ms; slower than that is no answer. */
const PATIENCE_MS = 5_000;

/**
 * What the runs depend on: files, and what a Transmitter under test says of itself (metadata and keys), which changes
 * when it is deployed anew. A Receiver says nothing that could be watched.
 */
export function sightsOf(files: readonly string[], runs: readonly ResolvedRun[]): Sight[] {
  const ofTargets = runs.flatMap(({ planned }) => planned?.launch.files ?? []);
  const ofOwn = runs.flatMap(({ options }) => options.own?.modules.flatMap((one) => one.files) ?? []);
  const all = new Set([...files, ...ofTargets, ...ofOwn]);
  return [...[...all].map(fileSight), ...runs.flatMap(targetSight)];
}

function targetSight(run: ResolvedRun): Sight[] {
  const target =
    run.role === 'receiver' ? undefined : run.role === null ? run.options.transmitter : run.options.target;
  // What we start ourselves has gone when we look.
  if (target === undefined || target === 'built-in' || run.planned !== undefined) return [];
  const url = target.metadataUrl ?? metadataUrlOf(target.issuer);
  return [
    answerSight('what the Transmitter says of itself', async (signal) => {
      const client = new HttpClient(target);
      const get = async (from: string): Promise<{ text: string; json: unknown }> => {
        const headers = { accept: 'application/json' };
        const spec = { method: 'GET', url: from, headers, body: null, timeoutMs: PATIENCE_MS };
        const { response, error } = await client.send(spec, signal);
        if (response === null) throw new Error(error?.kind ?? 'no answer');
        return { text: `${response.status} ${response.body.toString('base64')}`, json: response.json };
      };
      try {
        const metadata = await get(url);
        const jwksUri = (metadata.json as { jwks_uri?: unknown } | null | undefined)?.jwks_uri;
        const keys = typeof jwksUri === 'string' && /^https?:\/\//.test(jwksUri) && URL.canParse(jwksUri);
        return keys ? `${metadata.text}\n${(await get(jwksUri)).text}` : metadata.text;
      } finally {
        await client.close();
      }
    }),
  ];
}
