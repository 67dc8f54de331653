import type { SystemProfile } from '../../model/systemProfile';

/** macOS 14, as documented: nothing of it was captured. */
export const MACOS: SystemProfile = {
  id: 'macos',
  title: 'macOS',
  measured: false,
  evidence:
    'Assumed from the published source of XNU (TCPTV_DELACK of 100 ms, TCPTV_REXMTMIN of 30 ms with a slop of 200 ms, net.inet.tcp.keepinit of ' +
    '75 s), net.inet.ip.portrange, an initial TTL of 64, and the order of SYN options that passive fingerprints give.',
  initialHops: 64,
  ephemeralPorts: { first: 49_152, last: 65_535 },
  tcp: {
    synOptions: ['maximum-segment-size', 'no-operation', 'window-scale', 'no-operation', 'no-operation', 'timestamps', 'sack-permitted'],
    synOptionsWithoutTimestamps: ['maximum-segment-size', 'no-operation', 'window-scale', 'sack-permitted'],
    windowShift: 6,
    synWindow: 'largest',
    initialRtoMs: 1000,
    minimumRtoMs: 230,
    // What fits in 75 s with doubling waits.
    synRetries: 6,
    synLinearRetries: 0,
    acknowledgments: { quickAtStart: 0, whenRead: false, minimumDelayMs: 100, maximumDelayMs: 100 },
    // Twice net.inet.tcp.msl.
    timeWaitMs: 30_000,
  },
  // mDNSResponder.
  resolver: { longestMs: 86_400_000, longestFailureMs: 60_000 },
};
