import { STREAM_UPDATED, VERIFICATION } from '../../vocabulary/ssf-events.ts';
import { type Definition, oneOf, text } from './members.ts';

/** SSF 8.1.4.1 and 8.1.5. */
export const ssfDefinitions: Readonly<Record<string, Definition>> = {
  [VERIFICATION]: { required: {}, optional: { state: text } },
  [STREAM_UPDATED]: {
    required: { status: oneOf('enabled', 'paused', 'disabled') },
    optional: { reason: text },
  },
};
