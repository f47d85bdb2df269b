/**
 * What the standards say of JSON documents, and what this tool reads and writes, as JSON Schemas (draft 2020-12), for any
 * validator. Each has a `$id`; none refers to another. Those of the standards demand what the standards demand, not what
 * they recommend, and let further members be (SSF 4.2.3); rules across documents, such as that the issuer is that of the
 * SETs, are for `run`. The same schemas are files for editors: `ssf-conformance/schemas/NAME.json`.
 * @module ssf-conformance/schemas
 */

import results from '../../reports/results.schema.json' with { type: 'json' };
import { eventSchemas as judged } from '../../suites/standard/events/index.ts';
import config from '../config/config.schema.json' with { type: 'json' };
import waivers from '../waivers/waivers.schema.json' with { type: 'json' };
import { publishedEvents } from './events.ts';
import { plainSchema } from './plain-schema.ts';
import streamConfiguration from './stream-configuration.json' with { type: 'json' };
import subjectIdentifier from './subject-identifier.json' with { type: 'json' };
import transmitterMetadata from './transmitter-metadata.json' with { type: 'json' };

/** A JSON Schema (draft 2020-12). */
export interface JsonSchema {
  readonly $schema: string;
  readonly $id: string;
  readonly [keyword: string]: unknown;
}

/**
 * The object of an event, by the event type URI that is its name in `events` (RFC 8417 2.2): those of SSF, CAEP and RISC.
 * As files `schemas/caep/session-revoked.json` and so on.
 */
export const eventSchemas: Readonly<Record<string, JsonSchema>> = Object.fromEntries(
  judged.map(({ $id, 'x-event': { type } }) => [type, published($id)]),
);

/** A subject identifier, such as `sub_id` of a SET (RFC 9493 3, SSF 3). `schemas/subject-identifier.json` */
export const subjectIdentifierSchema: JsonSchema = subjectIdentifier;

/** The document at `/.well-known/ssf-configuration` (SSF 7.1). `schemas/transmitter-metadata.json` */
export const transmitterMetadataSchema: JsonSchema = transmitterMetadata;

/** What a Transmitter tells of a stream (SSF 8.1.1). `schemas/stream-configuration.json` */
export const streamConfigurationSchema: JsonSchema = streamConfiguration;

/** `results.json`, type `Results`; uses the format `date-time`. `schemas/results.json` */
export const resultsSchema: JsonSchema = results;

/** `ssf-conformance.waivers.json`. `schemas/waivers.json` */
export const waiversSchema: JsonSchema = plainSchema(waivers);

/** `ssf-conformance.config.json`, type `ConformanceConfig`; of no functions, which JSON has not. `schemas/config.json` */
export const configSchema: JsonSchema = plainSchema(config);

function published($id: string): JsonSchema {
  const found = publishedEvents.find((schema) => schema.$id === $id);
  // Sound: a test compares the files with what the judge has, and every file has `$schema`.
  return found as JsonSchema;
}
