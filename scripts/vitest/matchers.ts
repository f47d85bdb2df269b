/**
 * The matchers without Vitest, for any `expect` that can be extended.
 * @module ssf-conformance/matchers
 */

import { toBeConformantMetadata, toBeConformantStreamConfiguration } from './schema-matchers.ts';
import { toBeConformantEvent } from './to-be-conformant-event.ts';
import { toBeConformantSet, toBreakRule } from './to-be-conformant-set.ts';
import { toBeSubjectIdentifier } from './to-be-subject-identifier.ts';
import { toHaveDelivered, toHaveRefusal } from './to-have-delivered.ts';
import { toHaveEvent } from './to-have-event.ts';

/**
 * The matchers as an object, for `expect.extend(matchers)`: in another instance of Vitest, or in Jest. Who imports `expect`
 * from `ssf-conformance/vitest`, or imports that module in a setup file, has them already. `ssf-conformance/matchers` has them
 * without Vitest.
 */
export const matchers = {
  toBeConformantSet,
  toBreakRule,
  toHaveEvent,
  toBeConformantEvent,
  toBeSubjectIdentifier,
  toBeConformantMetadata,
  toBeConformantStreamConfiguration,
  toHaveDelivered,
  toHaveRefusal,
};
