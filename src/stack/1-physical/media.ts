/** How one kind of link turns bits into signals: what the lowest layer of the panel tells. */
export interface Medium {
  /** The name in the standard: "1000BASE-T". */
  readonly id: string;
  readonly title: string;
  readonly signal: 'electrical' | 'optical' | 'radio';
  readonly mbps: number;
  /** From bits to symbols. */
  readonly lineCode: string;
  /** Million symbols a second on each lane (pair, fibre). */
  readonly megabaud?: number;
  readonly lanes: number;
  /** How the receiver finds the sender's clock. */
  readonly synchronization: string;
  /** How stations share the medium. */
  readonly access: string;
  /** What happens to bits that arrive wrong. */
  readonly errors: string;
  readonly spec: string;
}

const SWITCHED = 'none: full duplex between two ports, so there is nothing to collide with';
const DETECTED = 'detected by the FCS, the frame is dropped';

/** The media that can be chosen, slowest Ethernet first. Manchester coding is that of 10 Mbit/s only. */
export const MEDIA: readonly Medium[] = [
  {
    id: '10BASE-T', title: 'Ethernet at 10 Mbit/s over two pairs', signal: 'electrical', mbps: 10, lineCode: 'Manchester: each bit is a change of level in its middle',
    megabaud: 20, lanes: 1, synchronization: 'the preamble, then a change in each bit', access: 'CSMA/CD on half-duplex hubs; none in full duplex', errors: DETECTED,
    spec: 'IEEE 802.3 clause 14',
  },
  {
    id: '100BASE-TX', title: 'Fast Ethernet over two pairs', signal: 'electrical', mbps: 100, lineCode: '4B5B, scrambled, then MLT-3 with three levels',
    megabaud: 125, lanes: 1, synchronization: '4B5B and scrambling guarantee changes of level', access: SWITCHED, errors: DETECTED, spec: 'IEEE 802.3 clauses 24, 25',
  },
  {
    id: '1000BASE-T', title: 'Gigabit Ethernet over four pairs', signal: 'electrical', mbps: 1000, lineCode: '4D-PAM5: eight bits are one of five levels on each of four pairs',
    megabaud: 125, lanes: 4, synchronization: 'scrambling; one end is the clock of both', access: SWITCHED,
    errors: `trellis code, echo and crosstalk cancelling in the receiver; what is left is ${DETECTED}`, spec: 'IEEE 802.3 clause 40',
  },
  {
    id: '1000BASE-X', title: 'Gigabit Ethernet over fibre', signal: 'optical', mbps: 1000, lineCode: '8B/10B, light on or off (NRZ)',
    megabaud: 1250, lanes: 1, synchronization: '8B/10B guarantees changes', access: SWITCHED, errors: DETECTED, spec: 'IEEE 802.3 clause 36',
  },
  {
    id: '10GBASE-T', title: '10 Gigabit Ethernet over four pairs', signal: 'electrical', mbps: 10_000, lineCode: '64B/65B, LDPC, then DSQ128 over PAM-16 levels',
    megabaud: 800, lanes: 4, synchronization: 'scrambling; one end is the clock of both', access: SWITCHED,
    errors: `corrected by LDPC (forward error correction); what is left is ${DETECTED}`, spec: 'IEEE 802.3 clause 55',
  },
  {
    id: '10GBASE-R', title: '10 Gigabit Ethernet over fibre', signal: 'optical', mbps: 10_000, lineCode: '64B/66B, scrambled, light on or off (NRZ)',
    megabaud: 10_312.5, lanes: 1, synchronization: 'two bits that always differ before each 64, and scrambling', access: SWITCHED, errors: DETECTED,
    spec: 'IEEE 802.3 clause 49',
  },
  {
    id: '802.11', title: 'Wi-Fi', signal: 'radio', mbps: 300, lineCode: 'OFDM: many carriers, each with QAM', lanes: 1,
    synchronization: 'training fields before each frame', access: 'CSMA/CA: listen, wait a random time, send, expect an acknowledgment',
    errors: 'forward error correction; frames without acknowledgment are sent again', spec: 'IEEE 802.11',
  },
];
