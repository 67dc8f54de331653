import type { Conditions } from '../model/conditions';
import { DEFAULT_VLAN, LearningSwitch } from '../stack/2-data-link/learningSwitch';
import type { LinkPort } from '../stack/2-data-link/dataLink';
import type { AddressPlan } from './addressPlan';
import type { EndHost, HostAddress } from './endHost';
import { endHost, LOCAL_LINK } from './endHost';
import type { FamilyPlan } from './familyPlan';
import { frameFates } from './frameFates';
import { Link, paddedFrom } from './link';
import { proxyAddress, proxyOf } from './proxyPlan';
import type { World } from './world';

/** The hosts on the client's side of the router. */
export interface ClientSide {
  readonly client: EndHost;
  /** Absent where `client.proxy` names none. */
  readonly proxy?: EndHost;
}

/** The client on its link to a switch, whose other ports are `uplinks`. `hasGateway`: a router is behind one of them. */
export function clientOnSwitch(world: World, plan: AddressPlan, conditions: Conditions, uplinks: readonly LinkPort[], hasGateway: boolean): ClientSide {
  const { path, client: { mtu, route } } = conditions;
  const { vlan, priority } = path;
  const tag = vlan > 0 || priority > 0 ? { priority, dropEligible: false, vlan } : undefined;
  const client = endHost(world, 'client', { mtuBytes: mtu, ...(tag ? { tag } : {}) });
  const { fromClient, toClient } = frameFates(path, world.random('path'));
  const link = new Link(world, { name: 'client', ...LOCAL_LINK, ...paddedFrom(1, path) }, [client.hardwareAddress, world.hardwareAddress('switch')], [fromClient, toClient]);
  const proxy = proxyOf(conditions) && endHost(world, 'proxy', { mtuBytes: path.mtu });
  const proxyLink = proxy && new Link(world, { name: 'proxy', delayMs: path.proxyRttMs / 2, mbps: LOCAL_LINK.mbps, ...paddedFrom(0, path) }, [world.hardwareAddress('switch'), proxy.hardwareAddress]);
  const portVlan = vlan > 0 ? vlan : DEFAULT_VLAN;
  new LearningSwitch(world.services('switch'), [link.ends[1], ...uplinks, ...(proxyLink ? [proxyLink.ends[0]] : [])]
    .map((port) => ({ port, vlan: portVlan, tagged: vlan > 0 && port === link.ends[1] })));
  const addresses = (own: (family: FamilyPlan) => string, isRouted: boolean): readonly HostAddress[] => plan.families.map((family) =>
    ({ address: own(family), network: family.clientNetwork, prefixBits: family.networkBits, ...(isRouted ? { gateway: family.routerInside } : {}) }));
  return {
    client: client.attach(link.ends[0], addresses((family) => family.client, hasGateway && route === 'default')),
    ...(proxy && proxyLink ? { proxy: proxy.attach(proxyLink.ends[1], addresses(proxyAddress, hasGateway)) } : {}),
  };
}
