import type { JsonObject } from '../harness/probe.ts';
import { type ReceiverCheck, receiverCheck } from '../harness/receiver/check.ts';
import { expectTaken, fateOf, isDeclined, RECEIPT, receiptRow } from './support/acceptance.ts';
import { deliverVariants } from './support/deliver-variants.ts';
import { carrier } from './support/wanted.ts';

function without(claims: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(claims).filter(([claim]) => claim !== name));
}

/** The same JSON value in another of its spellings: other order, blanks, and letters as escapes (RFC 8259). */
function respell(json: string): string {
  const members = Object.entries(JSON.parse(json) as JsonObject).reverse();
  return JSON.stringify(Object.fromEntries(members), null, 2).replaceAll(
    'e',
    (letter, at: number, all: string) => (/[\\"]/.test(all[at - 1] ?? '') ? letter : String.raw`\u0065`),
  );
}

export const checks: readonly ReceiverCheck[] = [
  receiverCheck({
    id: 'accept-set/plain',
    title:
      'A Receiver accepts a right SET: signed with RS256 by a key of jwks_uri, for it, by the right issuer',
    what: 'Delivers two SETs about one user that are right in everything, as SSF, CAEP and the interoperability profile want it.',
    requirements: ['SSF-4.1.4-01', 'CAEP-INTEROP-2.6-03', ...RECEIPT],
    delivery: 'each',
    async run(r) {
      const type = await carrier(r);
      // Any answer of the 2xx class counts: which one it has to be is a matter of push transport.
      const first = await r.deliver({ type });
      const expected = r.delivery === 'push' ? 'status 202' : 'an acknowledgement';
      const row = first.err === 'invalid_key' ? 'SSF-4.1.4-01' : receiptRow(r);
      const taken = r.expect(first.outcome === 'accepted', row, {
        message: 'A right SET, signed by a key of our JWK Set, is not accepted.',
        expected,
        actual: fateOf(first),
        hint: 'If the Receiver takes events only about users that it knows, name one of them as the subject.',
        exchange: first.exchange ?? undefined,
        set: first.recorded,
      });
      if (!taken) return;
      const second = await r.deliver({ type, subject: first.set.subject });
      r.expect(second.outcome === 'accepted', receiptRow(r), {
        message: 'A second right SET about the same user is not accepted.',
        expected,
        actual: fateOf(second),
        exchange: second.exchange ?? undefined,
        set: second.recorded,
      });
    },
  }),

  receiverCheck({
    id: 'accept-set/audience-array',
    title: 'A Receiver accepts a SET whose `aud` is an array with its own value among others.',
    what: 'Delivers SETs whose `aud` is an array: the right value alone, before another one, behind another one.',
    requirements: ['SSF-4.1.8-06'],
    delivery: 'each',
    async run(r) {
      const type = await carrier(r);
      const other = 'https://other-receiver.example.org';
      const audiences = { 'alone in an array': [r.audience], 'the first of two': [r.audience, other] };
      const tried = await deliverVariants(
        r,
        Object.entries({ ...audiences, 'the second of two': [other, r.audience] }).map(([what, aud]) => ({
          what,
          type,
          claims: (claims) => ({ ...claims, aud }),
        })),
      );
      await expectTaken(r, tried, {
        what: 'A SET with the right audience in an array',
        requirement: 'SSF-4.1.8-06',
        // RFC 7519 4.1.3 lets `aud` be an array; the catalogue has the refusal as a warning.
        as: 'warns',
        hint: 'RFC 7519 section 4.1.3: `aud` is a string or an array of strings; one of them has to be the recipient.',
      });
    },
  }),

  receiverCheck({
    id: 'accept-set/typ-spelling',
    title: 'A Receiver reads `typ` as a media type: with or without `application/`, in any case.',
    what: 'Delivers right SETs whose `typ` is spelled otherwise: with the prefix application/, in capitals, in mixed case.',
    requirements: [...RECEIPT],
    delivery: 'each',
    async run(r) {
      const type = await carrier(r);
      const spellings = [
        'application/secevent+jwt',
        'SECEVENT+JWT',
        'SecEvent+Jwt',
        'Application/SecEvent+JWT',
      ];
      const tried = await deliverVariants(
        r,
        spellings.map((typ) => ({ what: typ, type, header: (header) => ({ ...header, typ }) })),
      );
      await expectTaken(r, tried, {
        what: 'A SET whose `typ` is the same media type in another spelling',
        requirement: receiptRow(r),
        // RFC 8417 2.3 recommends one spelling; that the others mean the same follows from RFC 7515 4.1.9 and RFC 2045.
        as: 'warns',
        hint: 'RFC 7515 section 4.1.9: a `typ` without "/" stands for the one with "application/"; media types have no case.',
      });
    },
  }),

  receiverCheck({
    id: 'accept-set/optional-claims',
    title: 'A Receiver accepts a SET with and without the optional claims of RFC 8417.',
    what: 'Delivers right SETs without `txn`, with a `txn`, with a `toe` of some minutes ago.',
    requirements: [...RECEIPT],
    delivery: 'each',
    async run(r) {
      const type = await carrier(r);
      const toe = Math.floor(Date.now() / 1000) - 300;
      const tried = await deliverVariants(r, [
        { what: 'without txn', type, claims: (claims) => without(claims, 'txn') },
        { what: 'with txn', type, claims: (claims) => ({ ...claims, txn: '8675309' }) },
        { what: 'with toe', type, claims: (claims) => ({ ...claims, toe }) },
      ]);
      await expectTaken(r, tried, {
        what: 'A right SET that differs only in its optional claims',
        requirement: receiptRow(r),
        hint: 'RFC 8417 section 2.2: `txn` and `toe` are optional.',
      });
    },
  }),

  receiverCheck({
    id: 'accept-set/json-spelling',
    title: 'A Receiver reads header and claims as JSON, however they are written.',
    what: 'Delivers right SETs whose header and claims have blanks, line breaks, another order of members and escaped letters.',
    requirements: [...RECEIPT],
    delivery: 'each',
    async run(r) {
      const type = await carrier(r);
      const tried = await deliverVariants(r, [
        { what: 'the claims written otherwise', type, claimsText: respell },
        { what: 'the header written otherwise', type, headerText: respell },
      ]);
      await expectTaken(r, tried, {
        what: 'A right SET in another spelling of the same JSON',
        requirement: receiptRow(r),
      });
    },
  }),

  receiverCheck({
    id: 'accept-set/es256',
    title: 'A Receiver copes with ES256, and takes it where the parties agreed to it.',
    what: 'Delivers a right SET that is signed with ES256 by the P-256 key of our JWK Set. Which algorithms the parties agree to is theirs to say, and the interoperability profile has RS256 only: a plain refusal is only noted; a server error, or no answer, is a warning.',
    requirements: ['SSF-4.1.4-01'],
    delivery: 'each',
    async run(r) {
      const type = await carrier(r);
      const tried = await deliverVariants(r, [{ what: 'ES256', type, key: 'ec' }]);
      await expectTaken(r, tried, {
        what: 'A SET that is signed with ES256 by a key of our JWK Set',
        requirement: 'SSF-4.1.4-01',
        as: tried.every(({ delivered }) => isDeclined(delivered)) ? 'notes' : 'warns',
      });
    },
  }),
];
