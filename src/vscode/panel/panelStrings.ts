import type * as vscode from 'vscode';
import type { SwitchView } from '../../messages';
import { CONDITION_SWITCHES } from '../../model/conditions';
import type { ConditionSwitch } from '../../model/switches/conditionSwitch';

/**
 * The part of the `vscode` module that is used here. It is handed in, so that the tests of the page need no VS Code, and under
 * that name, so that the extraction of localisable texts finds the calls.
 */
export type Localizer = Pick<typeof vscode, 'l10n'>;

/** Every text of the panel, in the person's language. `{0}` and so on stay in them: the page fills them in. */
export type PanelStrings = ReturnType<typeof panelStrings>;

export function panelStrings(vscode: Localizer) {
  return {
    panel: vscode.l10n.t('Network request explained'),
    loading: vscode.l10n.t('Simulating the request…'),
    emptyTitle: vscode.l10n.t('Nothing to explain yet'),
    emptyHint: vscode.l10n.t('Put the cursor on a URL or a fetch call and run "Wirewalk: Explain Network Request".'),
    errorTitle: vscode.l10n.t('This request cannot be explained'),
    unexpectedError: vscode.l10n.t('Something unexpected went wrong in Wirewalk. The log has the details.'),
    goToSource: vscode.l10n.t('Go to source'),
    assumedClient: vscode.l10n.t('assumed, not measured'),
    assumedParts: vscode.l10n.t('assumed: {0}'),
    requestFails: vscode.l10n.t('The request fails: {0}.'),
    totals: vscode.l10n.t('Totals'),
    roundTrips: vscode.l10n.t('Round trips'),
    firstByte: vscode.l10n.t('First byte'),
    total: vscode.l10n.t('Total'),
    sent: vscode.l10n.t('Sent'),
    received: vscode.l10n.t('Received'),
    frames: vscode.l10n.t('Frames'),
    never: vscode.l10n.t('never'),
    range: vscode.l10n.t('{0} to {1} expected'),
    ms: vscode.l10n.t('{0} ms'),
    bytes: vscode.l10n.t('{0} B'),
    unchanged: vscode.l10n.t('as by default'),
    moreThanDefault: vscode.l10n.t('{0} more than by default'),
    lessThanDefault: vscode.l10n.t('{0} less than by default'),
    deltaAnnouncement: vscode.l10n.t('Compared with the defaults: round trips {0}, total {1}, bytes {2}.'),
    noDelta: vscode.l10n.t('no change'),
    findings: vscode.l10n.t('Findings'),
    severityError: vscode.l10n.t('Error'),
    severityWarning: vscode.l10n.t('Warning'),
    severityInformation: vscode.l10n.t('Note'),
    whatIf: vscode.l10n.t('What if'),
    allSwitches: vscode.l10n.t('All switches'),
    reset: vscode.l10n.t('Reset'),
    changed: vscode.l10n.t('changed from {0}'),
    emptyValue: vscode.l10n.t('empty'),
    exportHeading: vscode.l10n.t('Export'),
    exportPcapng: vscode.l10n.t('pcapng'),
    exportMarkdown: vscode.l10n.t('Markdown'),
    exportJson: vscode.l10n.t('JSON'),
    exportMermaid: vscode.l10n.t('Mermaid'),
    exportAs: vscode.l10n.t('Export as {0}'),
    steps: vscode.l10n.t('Steps'),
    stateHappens: vscode.l10n.t('Happens'),
    stateSkipped: vscode.l10n.t('Skipped'),
    stateNotApplicable: vscode.l10n.t('Not applicable'),
    stateFails: vscode.l10n.t('Fails'),
    takes: vscode.l10n.t('{0} ms, from {1} ms'),
    layersOfStep: vscode.l10n.t('Layers {0}'),
    framesOfStep: vscode.l10n.t('{0} frames'),
    oneFrame: vscode.l10n.t('1 frame'),
    views: vscode.l10n.t('Views'),
    stack: vscode.l10n.t('Stack'),
    sequence: vscode.l10n.t('Sequence'),
    comparison: vscode.l10n.t('Prediction and Probe'),
    layer: vscode.l10n.t('Layer {0}'),
    layer7: vscode.l10n.t('Application'),
    layer6: vscode.l10n.t('Presentation'),
    layer5: vscode.l10n.t('Session'),
    layer4: vscode.l10n.t('Transport'),
    layer3: vscode.l10n.t('Network'),
    layer2: vscode.l10n.t('Data link'),
    layer1: vscode.l10n.t('Physical'),
    noStack: vscode.l10n.t('Nothing passes through the layers: the client has the answer, or refuses, before any of them is asked. The steps say why.'),
    nothingHere: vscode.l10n.t('nothing at this layer'),
    expandAll: vscode.l10n.t('Expand all layers'),
    collapseAll: vscode.l10n.t('Collapse all layers'),
    showHost: vscode.l10n.t('{0}: works up to layer {1}. Show its layers'),
    down: vscode.l10n.t('down'),
    up: vscode.l10n.t('up'),
    moreEvents: vscode.l10n.t('Show {0} more'),
    andMore: vscode.l10n.t('{0} and {1} more'),
    inBetween: vscode.l10n.t('The network between'),
    player: vscode.l10n.t('Walk through the request'),
    previous: vscode.l10n.t('Back'),
    play: vscode.l10n.t('Play'),
    pause: vscode.l10n.t('Pause'),
    next: vscode.l10n.t('Next'),
    position: vscode.l10n.t('{0} of {1}'),
    playerHint: vscode.l10n.t('Choose a step or press Next to follow the request through the layers. Arrow keys go back and on, Space plays.'),
    fromTo: vscode.l10n.t('{0} to {1}'),
    sequenceHint: vscode.l10n.t('Every frame on the link "{0}", in order. Each row says the same in words.'),
    lost: vscode.l10n.t('lost'),
    framesShown: vscode.l10n.t('The first {0} of {1} frames are shown. The exports have all of them.'),
    noFrames: vscode.l10n.t('No frame is sent: {0}'),
    frame: vscode.l10n.t('Frame'),
    frameTitle: vscode.l10n.t('Frame {0}'),
    noFrameChosen: vscode.l10n.t('Choose a frame to see its headers, fields and bytes.'),
    noFrameForStep: vscode.l10n.t('This step sends no frame.'),
    encapsulation: vscode.l10n.t('Headers inside each other'),
    pduLabel: vscode.l10n.t('Layer {0}, {1}: {2} bytes, header {3} bytes'),
    separatePdus: vscode.l10n.t('Carried encrypted, or in pieces of several frames'),
    fields: vscode.l10n.t('Fields'),
    fieldsOf: vscode.l10n.t('Fields of {0}'),
    fieldName: vscode.l10n.t('Field'),
    fieldValue: vscode.l10n.t('Value'),
    fieldSource: vscode.l10n.t('Where it comes from'),
    noFields: vscode.l10n.t('No fields of its own.'),
    sourceCode: vscode.l10n.t('your code'),
    sourceCodeLine: vscode.l10n.t('your code, line {0}'),
    sourceClient: vscode.l10n.t('client default'),
    sourceSystem: vscode.l10n.t('operating system'),
    sourceConditions: vscode.l10n.t('network conditions'),
    sourceNetwork: vscode.l10n.t('learned from the network'),
    sourceProbe: vscode.l10n.t('observed by a probe'),
    sourceStandard: vscode.l10n.t('the standard'),
    sourceComputed: vscode.l10n.t('computed'),
    sourceExample: vscode.l10n.t('invented example'),
    sourceDetail: vscode.l10n.t('{0}: {1}'),
    bytesHeading: vscode.l10n.t('Bytes'),
    bytesOf: vscode.l10n.t('Bytes of {0}'),
    byteLabel: vscode.l10n.t('Byte {0}: {1} hexadecimal, {2}. {3}'),
    bytesOfFrame: vscode.l10n.t('Bytes of the frame'),
    bytesDecrypted: vscode.l10n.t('Bytes of {0} alone'),
    bytesOnLine: vscode.l10n.t('Bytes on the line'),
    bytesTruncated: vscode.l10n.t('The first {0} of {1} bytes.'),
    bytePage: vscode.l10n.t('Bytes {0} to {1}'),
    offset: vscode.l10n.t('Offset'),
    noComparison: vscode.l10n.t('Nothing has been probed yet. A probe sends real packets, and tells you first where to.'),
    probeDns: vscode.l10n.t('Probe DNS'),
    probeTls: vscode.l10n.t('Probe TLS'),
    probedFrom: vscode.l10n.t('{0}, probed from {1}, contacted {2}'),
    nobody: vscode.l10n.t('nobody'),
    step: vscode.l10n.t('Step'),
    predicted: vscode.l10n.t('Predicted'),
    observed: vscode.l10n.t('Observed'),
    verdict: vscode.l10n.t('Verdict'),
    why: vscode.l10n.t('Why'),
    verdictAgrees: vscode.l10n.t('Agrees'),
    verdictDiffers: vscode.l10n.t('Differs'),
    verdictOnlyPredicted: vscode.l10n.t('Only predicted'),
    verdictOnlyObserved: vscode.l10n.t('Only observed'),
    observedValues: vscode.l10n.t('What was observed'),
    absent: vscode.l10n.t('absent'),
    dismiss: vscode.l10n.t('Dismiss'),
  };
}

/** The switches that stand in the panel without opening "All switches". */
const PRIMARY = new Set(['cache.dns', 'cache.connection', 'server.tls', 'path.rttMs']);

/** Every what-if switch with its name and help in the person's language. */
export function switchViews(vscode: Localizer): readonly SwitchView[] {
  const labels = switchLabels(vscode);
  return CONDITION_SWITCHES.map((each): SwitchView => {
    const shown = { key: each.key, label: labels[each.key] ?? each.key, help: vscode.l10n.t(each.help), primary: PRIMARY.has(each.key) };
    return { ...shown, ...control(each) };
  });
}

/** The same switch as plain data: a regular expression cannot be posted to a page. */
function control(each: ConditionSwitch) {
  switch (each.type) {
    case 'number':
      return { type: each.type, default: each.default, min: each.min, max: each.max, integer: each.integer, unit: each.unit };
    case 'choice':
      return { type: each.type, default: each.default, choices: each.choices };
    case 'text':
      return { type: each.type, default: each.default, pattern: each.pattern.source, form: each.form };
  }
}

function switchLabels(vscode: Localizer): Readonly<Record<string, string>> {
  return {
    'path.rttMs': vscode.l10n.t('Round-trip time'),
    'path.mbps': vscode.l10n.t('Bandwidth'),
    'path.mtu': vscode.l10n.t('MTU'),
    'path.hops': vscode.l10n.t('Routers on the path'),
    'path.lossFrames': vscode.l10n.t('Lost frames'),
    'cache.arp': vscode.l10n.t('Gateway address cached (ARP)'),
    'cache.dns': vscode.l10n.t('DNS answer cached'),
    'cache.programDns': vscode.l10n.t('DNS answer cached by the program'),
    'cache.resolver': vscode.l10n.t('Resolver has the answer'),
    'cache.resolverConnection': vscode.l10n.t('Connection to the resolver'),
    'cache.hsts': vscode.l10n.t('HSTS known'),
    'cache.http': vscode.l10n.t('Stored response'),
    'cache.tls': vscode.l10n.t('TLS session'),
    'cache.connection': vscode.l10n.t('Connection open'),
    'client.ip': vscode.l10n.t('Client address families'),
    'client.os': vscode.l10n.t('Client operating system'),
    'client.hostsFile': vscode.l10n.t('Hosts file'),
    'client.dnsCache': vscode.l10n.t('DNS cache of the system'),
    'client.searchDomain': vscode.l10n.t('Search domain'),
    'client.pauseMs': vscode.l10n.t('Time between two runs'),
    'server.tls': vscode.l10n.t('TLS version'),
    'server.http': vscode.l10n.t('HTTP version'),
    'server.certificates': vscode.l10n.t('Certificates sent'),
    'server.thinkMs': vscode.l10n.t('Server think time'),
    'server.status': vscode.l10n.t('Response status'),
    'server.bodyBytes': vscode.l10n.t('Response length'),
    'server.location': vscode.l10n.t('Redirect to'),
    'server.addressCount': vscode.l10n.t('Addresses of the name'),
    'server.alias': vscode.l10n.t('Alias of (CNAME)'),
    'server.httpsRecord': vscode.l10n.t('HTTPS record'),
    'server.delegation': vscode.l10n.t('Delegation of the zone'),
    'server.ttlSeconds': vscode.l10n.t('Time to live of DNS records'),
    'resolver.rttMs': vscode.l10n.t('Round-trip time to the resolver'),
    'resolver.servers': vscode.l10n.t('Resolvers configured'),
    'resolver.transport': vscode.l10n.t('DNS transport'),
    'resolver.edns': vscode.l10n.t('EDNS payload size'),
    'resolver.dnssec': vscode.l10n.t('DNSSEC signatures asked for'),
    'resolver.qnameMinimisation': vscode.l10n.t('QNAME minimisation'),
    fault: vscode.l10n.t('Fault'),
    observe: vscode.l10n.t('Observed link'),
    seed: vscode.l10n.t('Seed'),
  };
}
