import { type Definition, filledText, time } from './members.ts';

const base = 'https://schemas.openid.net/secevent/risc/event-type/';

/**
 * RISC 1.0 section 2, as far as anything is demanded: the other types have no attributes, or optional ones of which
 * neither type nor values are fixed.
 */
export const riscDefinitions: Readonly<Record<string, Definition>> = {
  // 2.7: kinds as in CAEP credential-change, whose list is open.
  [`${base}credential-compromise`]: {
    required: { credential_type: filledText },
    optional: { event_timestamp: time },
  },
};
