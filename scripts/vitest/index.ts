/**
 * What `import … from 'ssf-conformance/vitest'` gives: assertions about SETs for `expect`, and a `test` with peers as
 * fixtures. In a setup file `import 'ssf-conformance/vitest'` is enough to have the assertions everywhere.
 *
 * @module ssf-conformance/vitest
 */

import type { ExpectStatic, TestAPI } from 'vitest';
import { type SsfFixtures, withFixtures } from './fixtures.ts';
import { matchers } from './matchers.ts';
import { runningVitest } from './running-vitest.ts';

export type { LoggedSet } from '../../mocks/set-log.ts';
export type { EventWish } from './event-wish.ts';
export type { JudgingOptions, SetExpectations } from './expectations.ts';
export type { SsfFixtures, StartPeers } from './fixtures.ts';
export type { JwkSet, JwksUrl, KeySource } from './keys.ts';
export type { SsfMatchers } from './matcher-types.ts';
export { matchers } from './matchers.ts';
export type { DocumentExpectations } from './schema-matchers.ts';
export type { EventExpectations } from './to-be-conformant-event.ts';
export type { DeliveryWish, KeepsSets, RefusalWish } from './to-have-delivered.ts';

const vitest = await runningVitest();
vitest.expect.extend(matchers);

/** `expect` of the Vitest that runs, with the assertions about SETs. */
export const expect: ExpectStatic = vitest.expect;

/** `test` of the Vitest that runs, with peers as fixtures. */
export const test: TestAPI<SsfFixtures> = withFixtures(vitest.test);

export const { describe, beforeAll, beforeEach, afterAll, afterEach, vi } = vitest;
