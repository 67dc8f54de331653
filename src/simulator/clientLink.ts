import type { Conditions } from '../model/conditions';
import { DEFAULT_VLAN, LearningSwitch } from '../stack/2-data-link/learningSwitch';
import type { LinkPort } from '../stack/2-data-link/dataLink';
import type { AddressPlan } from './addressPlan';
import type { EndHost } from './endHost';
import { endHost, LOCAL_LINK } from './endHost';
import { frameFates } from './frameFates';
import { Link, paddedFrom } from './link';
import type { World } from './world';

/** The client on its link to a switch, whose other ports are `uplinks`. `hasGateway`: a router is behind one of them. */
export function clientOnSwitch(world: World, plan: AddressPlan, { path, client: { mtu, route } }: Conditions, uplinks: readonly LinkPort[], hasGateway: boolean): EndHost {
  const { vlan, priority } = path;
  const tag = vlan > 0 || priority > 0 ? { priority, dropEligible: false, vlan } : undefined;
  const client = endHost(world, 'client', { mtuBytes: mtu, ...(tag ? { tag } : {}) });
  const { fromClient, toClient } = frameFates(path, world.random('path'));
  const link = new Link(world, { name: 'client', ...LOCAL_LINK, ...paddedFrom(1, path) }, [client.hardwareAddress, world.hardwareAddress('switch')], [fromClient, toClient]);
  const portVlan = vlan > 0 ? vlan : DEFAULT_VLAN;
  new LearningSwitch(world.services('switch'), [link.ends[1], ...uplinks].map((port) => ({ port, vlan: portVlan, tagged: vlan > 0 && port === link.ends[1] })));
  return client.attach(link.ends[0], plan.families.map(({ client: address, clientNetwork: network, networkBits: prefixBits, routerInside }) =>
    ({ address, network, prefixBits, ...(hasGateway && route === 'default' ? { gateway: routerInside } : {}) })));
}
