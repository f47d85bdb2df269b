import { receiverCheck } from '../harness/receiver/check.ts';
import { attackerKeyHeaders, certificateUrl } from './support/attacker-keys.ts';
import { expectRefusals, noteWhatIsRefused, noteWhatIsTaken, type Variant } from './support/refusal.ts';
import { forSignature } from './support/right-codes.ts';
import { without } from './support/token.ts';

/** SETs that are signed rightly, but with a key that is not one of the issuer's, or not good enough. */
export const checks = [
  receiverCheck({
    id: 'refuse-keys/foreign-key',
    title: 'A SET that is signed with a key which is not in the JWK Set is refused.',
    requirements: [
      'SSF-4.1.4-01',
      'CAEP-INTEROP-2.6-03',
      'RFC8935-2-02',
      'RFC8417-5.1-06',
      'RFC8725-3.8-01',
      'RFC7515-5.2-01',
      'RFC8725-3.3-01',
      'RFC8935-2.4-02',
    ],
    what: "Delivers SETs signed with an attacker's key: under the `kid` of our key, under an unknown one, without any, and under ones that look like a path or a query. A SET signed with our key whose `kid` is missing or unknown is sent too and only noted.",
    delivery: 'each',
    async run(r) {
      const { kid } = await r.publicJwk('current');
      const { kid: ecKid } = await r.publicJwk('ec');
      await expectRefusals(r, [underKid('the kid of our key', kid), ...foreignKeys(r.random(), ecKid)], {
        what: "A SET signed with an attacker's key",
        requirement: 'SSF-4.1.4-01',
        hint: 'Verify with the keys of jwks_uri only, and refuse when none of them fits.',
        codes: { requirement: 'RFC8935-2.4-02', right: forSignature },
      });
      await noteWhatIsRefused(r, [{ what: 'no kid', set: { header: (header) => without(header, 'kid') } }], {
        what: 'A SET signed with one of our two keys without saying which',
        requirement: 'SSF-4.1.4-01',
      });
      await noteWhatIsTaken(
        r,
        [{ what: 'unknown kid', set: { header: (header) => ({ ...header, kid: r.random() }) } }],
        {
          what: 'A SET signed with our key under a `kid` that is not in the JWK Set',
          requirement: 'SSF-4.1.4-01',
        },
      );
    },
  }),

  receiverCheck({
    id: 'refuse-keys/keys-in-the-header',
    title: 'A key that a SET brings along, or points to, is not trusted.',
    requirements: ['RFC8725-3.8-01', 'RFC8935-2-02', 'RFC8417-5.1-06', 'SSF-4.1.4-01', 'RFC8935-2.4-02'],
    what: "Delivers SETs signed with an attacker's key that stands in `jwk` or `x5c` of the header, or at the URL in `jku` or `x5u`, on a server of the attacker.",
    delivery: 'each',
    async run(r) {
      const headers = await attackerKeyHeaders(r);
      const variants = headers.map(
        ({ name, header }): Variant => ({
          what: name,
          set: { key: 'attacker', header: (own) => ({ ...own, ...header }) },
        }),
      );
      await expectRefusals(r, variants, {
        what: 'A SET whose header says where to find the key',
        requirement: 'RFC8725-3.8-01',
        hint: 'Keys come from jwks_uri of the issuer, never from the token.',
        codes: { requirement: 'RFC8935-2.4-02', right: forSignature },
      });
    },
  }),

  receiverCheck({
    id: 'refuse-keys/foreign-urls',
    title: 'A URL in the header of a SET is not fetched.',
    requirements: ['RFC8725-3.10-01'],
    what: "Delivers SETs with `jku` and `x5u` in the header, signed with our key and with the attacker's, and looks whether the server there was asked for anything. Whether they are accepted is not judged here.",
    delivery: 'each',
    async run(r) {
      for (const name of ['jku', 'x5u']) {
        for (const key of ['attacker', 'current'] as const) {
          const { url: trap, marker } = await r.trap();
          const url = name === 'x5u' ? certificateUrl(trap) : trap;
          const { exchange, recorded } = await r.attack({
            key,
            header: (header) => ({ ...header, [name]: url }),
          });
          r.expect(!(await r.trapped(marker)), 'RFC8725-3.10-01', {
            message: `The Receiver fetched the URL in \`${name}\` of a SET.`,
            expected: 'no request to a URL that anybody can put there',
            actual: `a request to ${url}`,
            hint: 'Whoever may send you a token can make your server call any address within its reach (SSRF).',
            exchange: exchange ?? undefined,
            set: recorded,
          });
        }
      }
    },
  }),

  receiverCheck({
    id: 'refuse-keys/weak-key',
    title: 'A SET that is signed with an RSA key below 2048 bits is refused.',
    requirements: ['CAEP-INTEROP-2.6-04'],
    what: 'Adds an RSA key of 1024 bits to the JWK Set and delivers a SET signed with it. Whether it is refused for its length, or because the new key is not known yet, cannot be told: only acceptance is a finding.',
    delivery: 'each',
    async run(r) {
      await r.scene({ keys: ['current', 'ec', 'weak'] });
      // Twice: the first may only make the Receiver fetch the JWK Set again.
      await expectRefusals(
        r,
        [
          { what: 'first SET', set: { key: 'weak' } },
          { what: 'second SET', set: { key: 'weak' } },
        ],
        {
          what: 'A SET signed with an RSA key of 1024 bits',
          requirement: 'CAEP-INTEROP-2.6-04',
        },
      );
    },
  }),
];

function underKid(what: string, kid: unknown): Variant {
  return { what, set: { key: 'attacker', header: (header) => ({ ...header, kid }) } };
}

function foreignKeys(unknown: string, ecKid: unknown): Variant[] {
  return [
    underKid('the kid of our key for another algorithm', ecKid),
    underKid('an unknown kid', unknown),
    { what: 'no kid', set: { key: 'attacker', header: (header) => without(header, 'kid') } },
    underKid('a path as kid', '../../../../../../dev/null'),
    underKid('a query as kid', "' OR '1'='1"),
  ];
}
