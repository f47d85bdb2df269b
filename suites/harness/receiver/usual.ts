/** The audience of a Receiver for which none is named. */
export const USUAL_AUDIENCE = 'https://receiver.example.com';

/** Id of the stream that stands ready for a hosted poller, the same in every run, as its configuration is kept. */
export const HOSTED_STREAM = 'hosted';
