import type { SystemProfile } from '../../model/systemProfile';

/** Windows 11, as documented: nothing of it was captured. */
export const WINDOWS: SystemProfile = {
  id: 'windows',
  title: 'Windows',
  measured: false,
  evidence:
    'Assumed from documents: Get-NetTCPSetting of the "Internet" template (initial RTO 1 s, minimum RTO 300 ms, delayed acknowledgment 40 ms, ' +
    'timestamps off), the dynamic port range of RFC 6335, an initial TTL of 128, and the order of SYN options that passive fingerprints give.',
  initialHops: 128,
  ephemeralPorts: { first: 49_152, last: 65_535 },
  tcp: {
    synOptions: ['maximum-segment-size', 'no-operation', 'window-scale', 'no-operation', 'no-operation', 'sack-permitted'],
    synOptionsWithoutTimestamps: ['maximum-segment-size', 'no-operation', 'window-scale', 'no-operation', 'no-operation', 'sack-permitted'],
    windowShift: 8,
    synWindow: 'whole segments',
    initialRtoMs: 1000,
    minimumRtoMs: 300,
    synRetries: 4,
    synLinearRetries: 0,
    acknowledgments: { quickAtStart: 0, whenRead: false, minimumDelayMs: 40, maximumDelayMs: 40 },
    // TcpTimedWaitDelay.
    timeWaitMs: 120_000,
  },
  // The DNS Client service: MaxCacheTtl and MaxNegativeCacheTtl.
  resolver: { longestMs: 86_400_000, longestFailureMs: 5000 },
};
