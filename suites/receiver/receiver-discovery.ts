import { receiverCheck } from '../harness/receiver/check.ts';
import { only, pathOf, shown } from './support/calls.ts';
import { harmlessScene, seenCalls, startsWithin, stoppingScene } from './support/managed.ts';
import { markedEndpoints } from './support/marked-metadata.ts';

/** SSF 7.2: how a managed Receiver finds the metadata, and what it takes from it. */
export const checks = [
  receiverCheck({
    id: 'receiver-discovery/get',
    title: 'The Receiver asks for the metadata with GET.',
    requirements: ['SSF-7.2.1-01'],
    what: 'Looks at every request to our well-known URL. HEAD and OPTIONS do not count: they ask for no document.',
    hooks: ['start'],
    phase: 'last',
    async run(r) {
      const asked = only(await seenCalls(r), 'metadata');
      if (asked.length === 0) return r.notApplicable(BY_HAND);
      const wrong = asked.find(({ request }) => !['GET', 'HEAD', 'OPTIONS'].includes(request.method));
      if (wrong === undefined) return;
      r.violates('SSF-7.2.1-01', {
        message: 'The Receiver asks for the metadata by another method than GET.',
        expected: 'GET',
        actual: wrong.request.method,
        exchange: wrong,
      });
    },
  }),

  receiverCheck({
    id: 'receiver-discovery/issuer-with-path',
    title:
      'Of an issuer with a path the Receiver finds the metadata: the well-known name goes in before the path.',
    requirements: ['SSF-7.2.1-01'],
    what: 'Starts the target at an issuer with a path and looks at the URL that it asks for.',
    hooks: ['restart'],
    async run(r) {
      const { life, calls } = await stoppingScene(r, { door: 'path' });
      const { issuer } = life;
      const right = wellKnownPath(issuer);
      if (calls.some((call) => pathOf(call) === right)) return;
      const { pathname } = new URL(issuer);
      const wrong = calls.find((call) => pathOf(call).includes('well-known/ssf-configuration'));
      if (wrong === undefined) return r.notApplicable(BY_HAND);
      // The target may as well have been started at a fixed issuer, whatever the start command was told.
      const judge = pathOf(wrong) === WELL_KNOWN ? 'warns' : 'violates';
      r[judge]('SSF-7.2.1-01', {
        message: `The Receiver looks for the metadata of ${issuer} in the wrong place.`,
        expected: right,
        actual: pathOf(wrong),
        hint:
          pathOf(wrong) === WELL_KNOWN
            ? `Either the path ${pathname} is lost, or the start command does not hand on the issuer that it is given.`
            : 'Insert /.well-known/ssf-configuration between the host and the path of the issuer; do not append it.',
        exchange: wrong,
      });
    },
  }),

  receiverCheck({
    id: 'receiver-discovery/final-slash',
    title: "The final slash of an issuer's path is dropped before the well-known name is put in.",
    requirements: ['SSF-7.2.1-03'],
    what: 'Starts the target at an issuer whose path ends with a slash and looks at the URL that it asks for.',
    hooks: ['restart'],
    async run(r) {
      const { life, calls } = await stoppingScene(r, { door: 'path-slash' });
      const right = wellKnownPath(life.issuer);
      const paths = calls.map(pathOf);
      if (paths.includes(right)) return;
      const kept = calls.find((call) => pathOf(call) === `${right}/`);
      if (kept === undefined) {
        return r.notTested(
          `The target does not ask for ${right} nor for ${right}/; receiver-discovery/issuer-with-path judges issuers with a path.`,
        );
      }
      r.violates('SSF-7.2.1-03', {
        message: `The Receiver keeps the final slash of the issuer ${life.issuer}.`,
        expected: right,
        actual: `${right}/`,
        exchange: kept,
      });
    },
  }),

  receiverCheck({
    id: 'receiver-discovery/foreign-issuer',
    title: 'Metadata of another issuer stops the Receiver: it uses nothing of it.',
    requirements: ['SSF-7.2.4-04', 'SSF-7.2.4-01', 'SSF-7.2.4-02'],
    what: 'Starts the target while the metadata names another issuer (another host, another path, a slash more), or none, and marked endpoints: nothing may be asked of these. The slash alone is a warning.',
    hooks: ['restart'],
    async run(r) {
      const { endpoints, isMarked } = await markedEndpoints(r);
      const others = [
        { issuer: 'https://other-transmitter.example', what: 'another host' },
        { issuer: `${r.issuer.replace(/\/$/, '')}/other`, what: 'another path' },
        { issuer: null, what: 'none at all' },
        { issuer: r.issuer.endsWith('/') ? r.issuer.slice(0, -1) : `${r.issuer}/`, what: 'a final slash' },
      ];
      for (const { issuer, what } of others) {
        const { calls } = await stoppingScene(r, { scene: { metadata: { ...endpoints, issuer } } });
        const asked = only(calls, 'metadata');
        if (asked.length === 0) {
          return r.notTested('Started anew the target does not ask for the metadata again.');
        }
        const used = calls.find(({ request }) => isMarked(request.url));
        if (used === undefined) continue;
        // Many take two URLs that differ by the slash of an empty path for the same (RFC 3986 section 6.2.3).
        const judge = what === 'a final slash' ? 'warns' : 'violates';
        r[judge]('SSF-7.2.4-04', {
          message: `The metadata does not name our issuer (but ${what}), and the Receiver goes on with it.`,
          expected: `no request to any endpoint of metadata whose issuer is not ${r.issuer}`,
          actual: `${shown(used)}, taken from metadata of ${issuer ?? 'no issuer'}`,
          hint: 'Compare issuer of the metadata with the Issuer URL that the well-known URL was made from, character by character, before anything else of it is used.',
          exchange: used,
        });
        return;
      }
    },
  }),

  receiverCheck({
    id: 'receiver-discovery/https-endpoints',
    title: 'Endpoints without TLS in the metadata are not used.',
    requirements: ['SSF-7.2.4-06'],
    what: 'Starts the target while the metadata of our https issuer names a configuration_endpoint with http and watches whether it is called.',
    hooks: ['restart', 'issuer-tls'],
    https: 'issuer',
    async run(r) {
      await startsWithin(r);
      const { url, marker } = await r.trap(true);
      const { calls } = await stoppingScene(r, { scene: { metadata: { configuration_endpoint: url } } });
      const [metadata] = only(calls, 'metadata');
      if (metadata === undefined) return r.notApplicable(BY_HAND);
      r.expect(!(await r.trapped(marker)), 'SSF-7.2.4-06', {
        message:
          'The Receiver manages its stream at an endpoint without TLS that metadata of an https issuer names.',
        expected: 'no request to an http URL',
        actual: `a request to ${url}`,
        hint: 'All endpoints of the metadata are https URLs; refuse others.',
        exchange: metadata,
      });
    },
  }),

  receiverCheck({
    id: 'receiver-discovery/unknown-members',
    title: 'Members of the metadata that the Receiver does not know are ignored.',
    requirements: ['SSF-7.2.3-07'],
    what: 'Starts the target while the metadata has members of no standard (string, number, array, object) and waits for its stream.',
    hooks: ['restart'],
    async run(r) {
      const { calls, stumbles } = await harmlessScene(r, { scene: { metadata: UNKNOWN_MEMBERS } });
      r.expect(!stumbles, 'SSF-7.2.3-07', {
        message: 'With unknown members in the metadata the Receiver makes no stream; without them it does.',
        expected: 'a stream',
        actual: 'no stream',
        exchange: only(calls, 'metadata').at(-1),
      });
    },
  }),
];

const BY_HAND = 'The target does not ask for the metadata: it has been configured by hand.';

const UNKNOWN_MEMBERS = {
  x_harness_text: 'unknown',
  x_harness_number: 7,
  x_harness_list: ['a', { b: null }],
  x_harness_object: { nested: { deeper: true } },
};

/** SSF 7.2.1. */
function wellKnownPath(issuer: string): string {
  return `${WELL_KNOWN}${new URL(issuer).pathname.replace(/\/$/, '')}`;
}

const WELL_KNOWN = '/.well-known/ssf-configuration';
