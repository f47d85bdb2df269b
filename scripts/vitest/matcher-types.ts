import type { RequirementId } from '../../suites/standard/requirement-ids.ts';
import type { EventWish } from './event-wish.ts';
import type { JudgingOptions, SetExpectations } from './expectations.ts';
import type { JwksUrl, KeySource } from './keys.ts';
import type { DocumentExpectations } from './schema-matchers.ts';
import type { EventExpectations } from './to-be-conformant-event.ts';
import type { DeliveryWish, RefusalWish } from './to-have-delivered.ts';

/** Expectations with keys that are at hand, or without any. */
type Immediate = SetExpectations & { jwks?: Exclude<KeySource, JwksUrl> | undefined };
/** Expectations whose keys have to be fetched. */
type Fetching = SetExpectations & { jwks: JwksUrl };

/**
 * The assertions about SETs. They throw a TypeError, with `.not` too, for what cannot be judged at all: a token that is
 * no string, an object that is none, options that do not exist.
 */
export interface SsfMatchers {
  /**
   * The string is a SET in compact serialization that breaks no rule of SSF 1.0, CAEP, RISC, RFC 8417 and RFC 9493 that can
   * be told from it: form, header, signature, claims, subject, events. What is not given is not judged: without `jwks` the
   * signature is not verified, without `issuer` and `audience` these claims need only be well-formed. With `jwks` the
   * signature must verify. Of an event whose type no standard defines nothing but its name is judged: `toHaveEvent` tells whether it
   * is the one that was meant. Asynchronous only where `jwks` is a URL.
   *
   * @example
   * expect(token).toBeConformantSet({ issuer: 'https://tx.example.com', audience: 'rx', jwks: publicKey });
   * await expect(token).toBeConformantSet({ jwks: 'https://tx.example.com/jwks.json' });
   */
  toBeConformantSet(expected: Fetching): Promise<void>;
  toBeConformantSet(expected?: Immediate): void;
  toBeConformantSet(expected?: SetExpectations): void | Promise<void>;

  /**
   * The SET breaks this rule of the catalogue, whatever else it breaks: for tests of what makes faulty SETs, where
   * `.not.toBeConformantSet()` could hold for another reason.
   *
   * @example
   * expect(tokenWithExpiry).toBreakRule('SSF-4.1.7-01');
   */
  toBreakRule(rule: RequirementId, expected: Fetching): Promise<void>;
  toBreakRule(rule: RequirementId, expected?: Immediate): void;
  toBreakRule(rule: RequirementId, expected?: SetExpectations): void | Promise<void>;

  /**
   * The SET has an event of this type, by its name in CAEP, RISC or SSF or by its URI; about this subject, with these
   * members. Nothing is verified.
   *
   * @example
   * expect(token).toHaveEvent('session-revoked', { subject: { email: 'anna@example.com' } });
   */
  toHaveEvent(type: string, wish?: EventWish): void;

  /**
   * The object is an event of this type as its definition has it (CAEP 3, RISC 2, SSF 8.1.4.1 and 8.1.5), before it is put
   * into a SET.
   *
   * @example
   * expect({ credential_type: 'password', change_type: 'update' }).toBeConformantEvent('credential-change');
   */
  toBeConformantEvent(type: string, expected?: EventExpectations): void;

  /**
   * The object is a subject identifier, simple or complex (RFC 9493 3, SSF 3).
   *
   * @example
   * expect({ format: 'email', email: 'anna@example.com' }).toBeSubjectIdentifier();
   */
  toBeSubjectIdentifier(expected?: JudgingOptions): void;

  /**
   * The object is the document at `/.well-known/ssf-configuration`: its members have the forms that SSF 7.1 and 7.2 demand,
   * https among them; with `issuer` it is that Transmitter's. What is only recommended is for a run to judge.
   *
   * @example
   * expect(document).toBeConformantMetadata({ issuer: 'https://tx.example.com' });
   */
  toBeConformantMetadata(expected?: DocumentExpectations): void;

  /**
   * The object is a stream configuration as a Transmitter answers it: the members that SSF 8.1.1 demands, in its forms; with
   * `issuer` it is that Transmitter's.
   *
   * @example
   * expect(await response.json()).toBeConformantStreamConfiguration({ issuer: 'https://tx.example.com' });
   */
  toBeConformantStreamConfiguration(expected?: DocumentExpectations): void;

  /**
   * The mock has delivered, or got and accepted, a SET with an event of this type. Waits for it; see `within`.
   *
   * @example
   * await expect(inbox).toHaveDelivered('session-revoked', { subject: { email: 'anna@example.com' } });
   */
  toHaveDelivered(type: string, wish?: DeliveryWish): Promise<void>;

  /**
   * A SET with an event of this type was refused: by the Receiver to which the mock Transmitter sent it, or by the mock
   * Receiver that got it; for this `reason`. Waits for it; see `within`.
   *
   * @example
   * await expect(transmitter).toHaveRefusal('session-revoked', { reason: 'invalid_audience' });
   */
  toHaveRefusal(type: string, wish?: RefusalWish): Promise<void>;
}

declare module 'vitest' {
  // T is what is asserted about; an interface that is merged must name it.
  interface Matchers<T> extends SsfMatchers {}
}
