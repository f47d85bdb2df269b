import type { RequirementId } from '../requirement-ids.ts';
import assuranceLevelChange from './caep/assurance-level-change.json' with { type: 'json' };
import caepCommon from './caep/common.json' with { type: 'json' };
import credentialChange from './caep/credential-change.json' with { type: 'json' };
import deviceComplianceChange from './caep/device-compliance-change.json' with { type: 'json' };
import riskLevelChange from './caep/risk-level-change.json' with { type: 'json' };
import sessionEstablished from './caep/session-established.json' with { type: 'json' };
import sessionPresented from './caep/session-presented.json' with { type: 'json' };
import sessionRevoked from './caep/session-revoked.json' with { type: 'json' };
import tokenClaimsChange from './caep/token-claims-change.json' with { type: 'json' };
import accountCredentialChangeRequired from './risc/account-credential-change-required.json' with {
  type: 'json',
};
import accountDisabled from './risc/account-disabled.json' with { type: 'json' };
import accountEnabled from './risc/account-enabled.json' with { type: 'json' };
import accountPurged from './risc/account-purged.json' with { type: 'json' };
import credentialCompromise from './risc/credential-compromise.json' with { type: 'json' };
import identifierChanged from './risc/identifier-changed.json' with { type: 'json' };
import identifierRecycled from './risc/identifier-recycled.json' with { type: 'json' };
import optIn from './risc/opt-in.json' with { type: 'json' };
import optOutCancelled from './risc/opt-out-cancelled.json' with { type: 'json' };
import optOutEffective from './risc/opt-out-effective.json' with { type: 'json' };
import optOutInitiated from './risc/opt-out-initiated.json' with { type: 'json' };
import recoveryActivated from './risc/recovery-activated.json' with { type: 'json' };
import recoveryInformationChanged from './risc/recovery-information-changed.json' with { type: 'json' };
import sessionsRevoked from './risc/sessions-revoked.json' with { type: 'json' };
import streamUpdated from './ssf/stream-updated.json' with { type: 'json' };
import verification from './ssf/verification.json' with { type: 'json' };

/** What our annotation `x-event` says of an event type. */
interface EventAnnotation {
  /** Event type URI: the member name in `events`. */
  type: string;
  /** The row that fixes the URI. */
  uriRequirement: RequirementId;
  /** The row that says what `event_timestamp` means, if there is one. */
  timeRequirement?: RequirementId;
  /** The row that says what must have happened for the event to be sent, if there is one. */
  occurrenceRequirement?: RequirementId;
}

/**
 * JSON Schema (draft 2020-12) of one event object, with own annotations beside the keywords: `x-requirement` maps a
 * keyword (for `required`: the member) to the row of the catalogue that it enforces, `x-severity` lowers it to `warn` or
 * `note`, `x-message` says in words what a keyword means, and `x-open` marks a list that the parties may extend.
 * Members that a schema does not name are allowed (SSF 4.2.3).
 */
export interface EventSchema {
  readonly $id: string;
  readonly title: string;
  readonly 'x-event': EventAnnotation;
  readonly [keyword: string]: unknown;
}

/** The claims that every CAEP event may carry (CAEP 2); the CAEP schemas refer to it. */
export const caepCommonSchema: { readonly $id: string } = caepCommon;

// Sound: `index.test.ts` compiles every schema and looks up every requirement that it names.
/** The schemas of all event types of SSF, CAEP and RISC. */
export const eventSchemas = [
  verification,
  streamUpdated,
  sessionRevoked,
  tokenClaimsChange,
  credentialChange,
  assuranceLevelChange,
  deviceComplianceChange,
  sessionEstablished,
  sessionPresented,
  riskLevelChange,
  accountCredentialChangeRequired,
  accountPurged,
  accountDisabled,
  accountEnabled,
  identifierChanged,
  identifierRecycled,
  credentialCompromise,
  optIn,
  optOutInitiated,
  optOutCancelled,
  optOutEffective,
  recoveryActivated,
  recoveryInformationChanged,
  sessionsRevoked,
] as readonly unknown[] as readonly EventSchema[];

const byType: ReadonlyMap<string, EventSchema> = new Map(
  eventSchemas.map((schema) => [schema['x-event'].type, schema]),
);

/** The schema of an event type; undefined for a type that none of the three documents defines. */
export function eventSchema(type: string): EventSchema | undefined {
  return byType.get(type);
}

/** Every row that a schema, or the common schema that it refers to, names in `x-requirement`. */
export function requirementsOfSchema(schema: EventSchema): RequirementId[] {
  const found = new Set<string>();
  collect(schema, found);
  if (schema.$id.startsWith('urn:ssf-conformance:event:caep:')) collect(caepCommonSchema, found);
  return [...found] as RequirementId[];
}

function collect(node: unknown, found: Set<string>): void {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if (key === 'x-requirement') for (const id of strings(value)) found.add(id);
    else collect(value, found);
  }
}

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}
