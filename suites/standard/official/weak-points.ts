/**
 * Weak points of the official suite that may hit a target that is right, or let one pass that is not; those that a
 * prediction can meet. Numbered as in the notes that they come from.
 */
export const WEAK_POINTS = {
  'W-1': 'A wrong or missing signature is only a warning.',
  'W-2':
    'The push modules take every SET for a verification event: a real event that comes meanwhile fails them.',
  'W-3': 'What is answered to an acknowledgement alone is not looked at.',
  'W-4':
    'It waits 5 s after the request, then polls once, or waits 5 s for a push: a slower Transmitter fails.',
  'W-5': '`iat` may not be a second ahead of the clock of the suite.',
  'W-6': 'A token response without expires_in, which is only recommended, ends the module.',
  'W-7': 'An optional member that is absent crashes it.',
  'W-8':
    'The subject is always example.user@example.com; a Transmitter that does not know that user gets warnings.',
  'W-9': 'PATCH and PUT that are not offered are only warnings.',
  'W-10':
    'Its wrong bearer token contains a colon, which RFC 6750 does not allow: a strict server may answer 400.',
  'W-11':
    'It deletes the first stream of the account, whatever that is, and leaves streams of its own behind.',
  'W-12':
    'TLS 1.0 and 1.1 must be refused with an alert or a reset; a server that just closes the connection fails.',
  'W-13': 'spec_version is compared as text: 1_0-ID10 sorts before 1_0-ID2.',
  'W-14':
    'Its events carry event_timestamp in milliseconds, where CAEP wants seconds: a strict Receiver fails.',
  'W-15': 'A PATCH or PUT that repeats members of the Transmitter fails, though SSF allows it.',
  'W-16': 'A stream that was disabled cannot be enabled again.',
  'W-17': 'It pushes while the stream is paused or disabled.',
  'W-20': 'Requests at the same time, such as a long poll and a management call, may break the module.',
  'W-21': 'After a push that failed, the status of the one before is judged.',
  'W-22': 'With push chosen, a Receiver that asks for poll gets no usable URL.',
  'W-24': 'A list request takes back that the stream was read.',
  'W-25': 'Receiver modules have no time limit: what is not done is waited for without end.',
  'W-26': 'A request to any other path, or with another method, ends the module as failed.',
  'W-27': 'A Receiver that asks for all event types is sent some SETs that are wrong.',
  'W-28': 'A Receiver that verifies nothing passes.',
  'W-32': 'stream_id is put into the URL without encoding.',
  'W-33': 'The interval between verification requests is kept within a module only: the next may get 429.',
  'W-34': 'Push waits anew for every SET, poll about 55 s for all together.',
  'W-35': 'A Transmitter without the management API, which is optional, fails instead of being skipped.',
} as const;

export type WeakPointId = keyof typeof WEAK_POINTS;
