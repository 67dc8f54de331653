import type { Conditions } from '../model/conditions';
import { LearningSwitch } from '../stack/2-data-link/learningSwitch';
import type { LinkPort } from '../stack/2-data-link/dataLink';
import type { AddressPlan } from './addressPlan';
import type { EndHost } from './endHost';
import { endHost, LOCAL_LINK } from './endHost';
import { Link } from './link';
import { LossPlan } from './lossPlan';
import type { World } from './world';

/** The client on its link to a switch, whose other ports are `uplinks`. `hasGateway`: a router is behind one of them. */
export function clientOnSwitch(world: World, plan: AddressPlan, { path, client: { mtu, route } }: Conditions, uplinks: readonly LinkPort[], hasGateway: boolean): EndHost {
  const client = endHost(world, 'client', { mtuBytes: mtu });
  const { fromClient, toClient } = new LossPlan(path.lossFrames).decisions();
  const link = new Link(world, { name: 'client', ...LOCAL_LINK }, [client.hardwareAddress, world.hardwareAddress('switch')], [fromClient, toClient]);
  new LearningSwitch(world.services('switch'), [link.ends[1], ...uplinks]);
  return client.attach(link.ends[0], plan.families.map(({ client: address, clientNetwork: network, networkBits: prefixBits, routerInside }) =>
    ({ address, network, prefixBits, ...(hasGateway && route === 'default' ? { gateway: routerInside } : {}) })));
}
