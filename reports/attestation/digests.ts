import { createHash } from 'node:crypto';
import { withAttestation } from '../html/embed.ts';
import { canonicalJson } from './canonical-json.ts';

/** `sha-256:` and 64 hex digits. */
export type Digest = `sha-256:${string}`;

/** Over the results as canonical JSON, without `attestation`: how the file is laid out does not matter. */
export function digestOfResults(results: object): Digest {
  const { attestation: _attestation, ...signed } = results as { attestation?: unknown };
  return digest(canonicalJson(signed));
}

/**
 * Over the page, byte for byte, with nothing in its slot for the attestation.
 * @throws {EmbeddedDataError} when the page does not have exactly one slot
 */
export function digestOfPage(page: string): Digest {
  return digest(withAttestation(page, ''));
}

function digest(text: string): Digest {
  return `sha-256:${createHash('sha256').update(text).digest('hex')}`;
}
