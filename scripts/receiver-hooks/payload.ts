import type { StartRequest } from '../../suites/harness/receiver/exchange.ts';

/** What a Receiver is told when it shall begin, in the names that commands and HTTP requests see. */
export const START_NAMES = [
  'scenario',
  'issuer',
  'metadata_url',
  'delivery',
  'audience',
  'poll_url',
  'ca_file',
] as const;

export function startPayload(request: StartRequest): Record<(typeof START_NAMES)[number], string | null> {
  const { scenario, issuer, metadataUrl, delivery, audience, pollUrl, caFile } = request;
  return {
    scenario,
    issuer,
    metadata_url: metadataUrl,
    delivery,
    audience,
    poll_url: pollUrl,
    ca_file: caFile,
  };
}

/** The same as environment of a command: `SSF_ISSUER`, `SSF_METADATA_URL`, …; empty where there is nothing to tell. */
export function startEnvironment(request: StartRequest): Record<string, string> {
  return Object.fromEntries(
    Object.entries(startPayload(request)).map(([name, value]) => [`SSF_${name.toUpperCase()}`, value ?? '']),
  );
}
