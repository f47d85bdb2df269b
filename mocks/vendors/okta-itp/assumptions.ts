/** What Okta has not published and this mock takes for granted; a sentence each. */
export const receiverAssumptions: readonly string[] = [
  'An issuer that is no registered provider is answered with invalid_issuer before its signature is looked at.',
  'A missing kid is answered with invalid_request.',
  'While the keys of a provider cannot be fetched, SETs are answered with 503, so that they come again; only 202 and 400 are documented.',
  'While a provider is registered whose metadata could not be read yet, a SET of an unknown issuer has it read at once, and is answered with 503 when that fails.',
  'Event types that Okta does not list are accepted and have no consequence, as are verification events with any state.',
  'A top-level sub_id is borne, and not read, where the subject stands inside the event.',
  'Levels none and secure count as low.',
  'A device that is not compliant raises the risk of its user to medium; once it is compliant again, the risk that it brought is gone.',
  'What a provider detected is told by the words of its reasons; risks without such words match rules about any behaviour.',
  'The entity risk policy acts when a risk rises; a risk that falls or stays is only written down.',
  'The risk of a user is the highest of what the sources reported last; what led to a universal logout counts no more.',
  'A subject that is nobody known becomes a user at once, in no group.',
  'Entries of the system log that Okta has not named say so in their detail.',
  'Security events providers can be registered without an API token.',
];

export const transmitterAssumptions: readonly string[] = [
  'SETs have a top-level sub_id beside the documented subject inside the event, with the same content.',
  'The subject is named by the login (sub) at the org (iss) where nothing else is asked for.',
  'The event session-revoked tells who started it (initiating_entity), too.',
  'Credentials that have no name in the vocabulary of Okta are called CLAIMS_AS_FACTOR.',
];
