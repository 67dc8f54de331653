import type { HostServices, OpenStep } from './services';

/**
 * The same host, whose steps are opened within another step where they name no place of their own: so a connection that serves a
 * name lookup stands under the lookup. `parent` is asked at each opening; undefined: the step stands by itself.
 */
export function stepsWithin(host: HostServices, parent: () => OpenStep | undefined): HostServices {
  const { trace } = host;
  return {
    ...host,
    trace: {
      openStep: (opening) => {
        const around = opening.parent === undefined ? parent() : undefined;
        return trace.openStep(around ? { ...opening, parent: around } : opening);
      },
      crossing: (crossing) => trace.crossing(crossing),
      passed: (kind, lengthBytes, about) => trace.passed(kind, lengthBytes, about),
      worthSaying: (decision, about) => trace.worthSaying(decision, about),
      finding: (finding) => trace.finding(finding),
      secret: (line) => trace.secret(line),
    },
  };
}
