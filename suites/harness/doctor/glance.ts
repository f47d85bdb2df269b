import { metadataUrlOf, openSession } from '../session.ts';
import { step, takeSteps } from './examination.ts';
import { guarded, type Line } from './line.ts';
import { findMetadata, tellOffers } from './metadata.ts';

/** Looks at the metadata of an issuer without credentials, and tells what it found. */
export async function glanceAtIssuer(options: {
  issuer: string;
  /** PEM of a private CA. */
  ca?: string | undefined;
  /** ms that one request may take. */
  requestMs: number;
  signal?: AbortSignal | undefined;
}): Promise<Line[]> {
  const { issuer, ca, requestMs, signal } = options;
  const lines: Line[] = [];
  const report = guarded({ line: (line) => lines.push(line), waiting: () => undefined }, (text) => text);
  const session = await openSession({
    issuer,
    ca,
    profile: 'ssf',
    limits: { request: requestMs },
    deliveries: ['poll'],
    signal,
  });
  try {
    const { facts, rim } = session;
    const run = {
      facts,
      ask: (spec: Parameters<typeof rim.send>[0]) => rim.send(spec, null),
      requestToken: () => rim.requestToken({}, null),
    };
    let document: Record<string, unknown> = {};
    const steps = [
      step(report, 'metadata', async (tell) => {
        const found = await findMetadata(run, metadataUrlOf(issuer), tell);
        document = found?.document ?? {};
        return found !== null;
      }),
      step(report, 'offers', async (tell) => {
        tellOffers(document, undefined, tell);
        return true;
      }),
    ];
    await takeSteps(steps, report, signal);
    return lines.filter(({ state }) => state !== 'skipped');
  } finally {
    await session.close();
  }
}
