import type { SystemProfile } from '../../model/systemProfile';

/** Linux 6.18 with the settings of Debian 12. */
export const LINUX: SystemProfile = {
  id: 'linux',
  title: 'Linux',
  measured: true,
  evidence: 'Captures and sysctl values of Linux 6.18; times of acknowledgments as captured with the programs of `test/accuracy`.',
  // net.ipv4.ip_default_ttl, net.ipv6.conf.default.hop_limit.
  initialHops: 64,
  // net.ipv4.ip_local_port_range.
  ephemeralPorts: { first: 32_768, last: 60_999 },
  tcp: {
    synOptions: ['maximum-segment-size', 'sack-permitted', 'timestamps', 'no-operation', 'window-scale'],
    synOptionsWithoutTimestamps: ['maximum-segment-size', 'no-operation', 'no-operation', 'sack-permitted', 'no-operation', 'window-scale'],
    // With the receive buffer limits of its distribution.
    windowShift: 10,
    synWindow: 'whole segments',
    initialRtoMs: 1000,
    // TCP_RTO_MIN.
    minimumRtoMs: 200,
    // net.ipv4.tcp_syn_retries.
    synRetries: 6,
    // net.ipv4.tcp_syn_linear_timeouts, since 6.5.
    synLinearRetries: 4,
    // TCP_MAX_QUICKACKS; TCP_ATO_MIN and TCP_DELACK_MIN; TCP_DELACK_MAX.
    acknowledgments: { quickAtStart: 16, whenRead: true, minimumDelayMs: 40, maximumDelayMs: 200 },
    // TCP_TIMEWAIT_LEN.
    timeWaitMs: 60_000,
  },
  // glibc keeps nothing; what is kept is for the service that runs beside it.
  resolver: { longestMs: Number.POSITIVE_INFINITY, longestFailureMs: Number.POSITIVE_INFINITY },
};
