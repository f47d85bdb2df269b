import { isObject } from '../../vocabulary/is-object.ts';
import {
  type Definition,
  filledObject,
  filledText,
  type Member,
  oneOf,
  text,
  texts,
  time,
} from './members.ts';

const base = 'https://schemas.openid.net/secevent/caep/event-type/';

/** CAEP section 2: texts by language. Drafts of the interoperability profile had a plain string, so that is borne. */
const reason: Member = {
  wants: 'an object of texts by language',
  fits: (value) =>
    typeof value === 'string' || (isObject(value) && Object.values(value).every((entry) => text.fits(entry))),
};

/** CAEP section 2: what every event may have. */
const common = {
  event_timestamp: time,
  initiating_entity: oneOf('admin', 'user', 'policy', 'system'),
  reason_admin: reason,
  reason_user: reason,
};

const compliance = oneOf('compliant', 'not-compliant');
const riskLevel = oneOf('LOW', 'MEDIUM', 'HIGH');

function define(required: Definition['required'] = {}, optional: Definition['optional'] = {}): Definition {
  return { required, optional: { ...common, ...optional } };
}

/** CAEP 1.0 section 3. */
export const caepDefinitions: Readonly<Record<string, Definition>> = {
  [`${base}session-revoked`]: define(),
  [`${base}token-claims-change`]: define({ claims: filledObject }),
  // 3.3: the list of credential types is open, parties may agree on more.
  [`${base}credential-change`]: define(
    { credential_type: filledText, change_type: oneOf('create', 'revoke', 'update', 'delete') },
    { friendly_name: text, x509_issuer: text, x509_serial: text, fido2_aaguid: text },
  ),
  [`${base}assurance-level-change`]: define(
    { namespace: filledText, current_level: filledText },
    { previous_level: filledText, change_direction: oneOf('increase', 'decrease') },
  ),
  [`${base}device-compliance-change`]: define({ previous_status: compliance, current_status: compliance }),
  // 3.6, 3.7: no types are given for fp_ua and ext_id.
  [`${base}session-established`]: define({}, { amr: texts }),
  [`${base}session-presented`]: define(),
  // 3.8: the list of principals is open.
  [`${base}risk-level-change`]: define(
    { principal: filledText, current_level: riskLevel },
    { previous_level: riskLevel, risk_reason: text },
  ),
};
