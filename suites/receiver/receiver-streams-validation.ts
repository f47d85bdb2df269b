import type { JsonObject } from '../harness/probe.ts';
import { receiverCheck } from '../harness/receiver/check.ts';
import type { SeenCall } from '../harness/receiver/exchange.ts';
import { shown } from './support/calls.ts';
import { existingStreamScene, provoked } from './support/existing-stream.ts';
import { usesDespite, usuallyGoesOn } from './support/going-on.ts';

const FOREIGN_ISSUER = 'https://other-transmitter.example';
const FOREIGN_AUDIENCE = 'https://other-receiver.example';

/** SSF 8.1.1.1 to 8.1.1.4: what a managed Receiver checks in the configuration of its stream. */
export const checks = [
  receiverCheck({
    id: 'receiver-streams/foreign-issuer',
    title: 'A stream whose iss is not the issuer of the metadata is not used.',
    requirements: ['SSF-8.1.1.1-03'],
    what: 'Starts the target while the answer to its create request names another iss, one with our host, or none, which is a warning. It may delete that stream or look at it again, but neither verify nor poll nor change it.',
    hooks: ['restart'],
    async run(r) {
      const usual = await usuallyGoesOn(r, 'create-stream');
      if (usual === null) return r.notApplicable('The target takes over a stream instead of creating one.');
      for (const iss of [FOREIGN_ISSUER, `${r.issuer.replace(/\/$/, '')}/other`, null]) {
        const { used, answer } = await usesDespite(r, 'create-stream', usual, {
          configuration: { iss },
          configurationIn: ['create-stream'],
        });
        if (used === null) continue;
        // What is not there is not equal; but the text speaks of a comparison.
        const judge = iss === null ? 'warns' : 'violates';
        r[judge]('SSF-8.1.1.1-03', foreignIssuer('create', used, answer, r.issuer, iss));
        return;
      }
    },
  }),

  receiverCheck({
    id: 'receiver-streams/foreign-issuer-read',
    title: 'A stream that is read with another iss than the issuer of the metadata is not used.',
    requirements: ['SSF-8.1.1.2-02'],
    what: 'Starts the target while reading its stream, but not creating it, shows another iss, and watches whether it goes on to use the stream.',
    hooks: ['restart'],
    async run(r) {
      const usual = await usuallyGoesOn(r, 'read-stream');
      if (usual === null) return r.notApplicable('The target does not read the configuration of its stream.');
      const { used, answer } = await usesDespite(r, 'read-stream', usual, {
        configuration: { iss: FOREIGN_ISSUER },
        configurationIn: ['read-stream', 'list-streams'],
      });
      if (used === null) return;
      r.violates('SSF-8.1.1.2-02', foreignIssuer('read', used, answer, r.issuer));
    },
  }),

  receiverCheck({
    id: 'receiver-streams/foreign-issuer-update',
    title: 'A stream that is answered to PATCH with another iss than the issuer of the metadata is not used.',
    requirements: ['SSF-8.1.1.3-02'],
    what: 'Starts the target while there is a stream already. When it PATCHes that stream, the answer names another iss: it may not go on to use it.',
    hooks: ['restart'],
    async run(r) {
      if ((await provoked(r, 'update-stream')).length === 0)
        return r.notApplicable('The target sends no PATCH.');
      const usual = (await usuallyGoesOn(r, 'create-stream')) ?? {
        ms: r.limits.quiet,
        delivery: r.delivery,
      };
      const { scene, streamId } = await existingStreamScene(
        r,
        foreignAnswerTo('update-stream'),
        usual.delivery,
      );
      const { used, answer } = await usesDespite(r, 'update-stream', usual, scene, streamId);
      if (used === null) return;
      r.violates('SSF-8.1.1.3-02', foreignIssuer('PATCH', used, answer, r.issuer));
    },
  }),

  receiverCheck({
    id: 'receiver-streams/foreign-issuer-replace',
    title: 'A stream that is answered to PUT with another iss than the issuer of the metadata is not used.',
    requirements: ['SSF-8.1.1.4-02'],
    what: 'Starts the target while there is a stream already. When it PUTs that stream, the answer names another iss: it may not go on to use it.',
    hooks: ['restart'],
    async run(r) {
      if ((await provoked(r, 'replace-stream')).length === 0)
        return r.notApplicable('The target sends no PUT.');
      const usual = (await usuallyGoesOn(r, 'create-stream')) ?? {
        ms: r.limits.quiet,
        delivery: r.delivery,
      };
      const { scene, streamId } = await existingStreamScene(
        r,
        foreignAnswerTo('replace-stream'),
        usual.delivery,
      );
      const { used, answer } = await usesDespite(r, 'replace-stream', usual, scene, streamId);
      if (used === null) return;
      r.violates('SSF-8.1.1.4-02', foreignIssuer('PUT', used, answer, r.issuer));
    },
  }),

  receiverCheck({
    id: 'receiver-streams/foreign-audience',
    title: 'A stream for another audience than the Receiver expects is not used.',
    requirements: ['SSF-8.1.1.1.1-01', 'SSF-8.1.1.1.1-03'],
    what: 'Starts the target while the answer to its create request names another aud than the run agreed with it, and watches whether it goes on to use the stream.',
    hooks: ['restart'],
    async run(r) {
      const usual = await usuallyGoesOn(r, 'create-stream');
      if (usual === null) return r.notApplicable('The target takes over a stream instead of creating one.');
      const { used, answer } = await usesDespite(r, 'create-stream', usual, {
        configuration: { aud: FOREIGN_AUDIENCE },
      });
      if (used === null) return;
      r.warns('SSF-8.1.1.1.1-01', {
        message: 'The Receiver goes on with a stream that is meant for another audience.',
        expected: `no use of a stream whose aud is not ${r.audience}`,
        actual: `${shown(used)}, after a stream for ${FOREIGN_AUDIENCE}`,
        hint: 'Compare aud with the audience that was agreed. A Receiver that was told none has nothing to compare, and takes SETs that are addressed to others.',
        exchange: answer,
      });
    },
  }),
];

function foreignAnswerTo(bad: 'update-stream' | 'replace-stream') {
  return (operation: string, configuration: JsonObject): JsonObject =>
    operation === bad ? { ...configuration, iss: FOREIGN_ISSUER } : configuration;
}

function foreignIssuer(
  what: string,
  used: SeenCall,
  answer: SeenCall,
  issuer: string,
  iss: string | null = FOREIGN_ISSUER,
) {
  return {
    message: `The answer to ${what} does not name the issuer of the metadata as iss, but the Receiver goes on with the stream.`,
    expected: `no use of a stream whose iss is not ${issuer}`,
    actual: `${shown(used)}, after a stream of ${iss ?? 'no issuer'}`,
    hint: 'Compare iss of every stream configuration that comes back with the issuer of the metadata (SSF 8.1.1.1 to 8.1.1.4).',
    exchange: answer,
  };
}
