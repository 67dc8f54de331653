// The peer of the simulator's bench: ns-3 sends so many octets over TCP on a point-to-point link, and says how many ms the run took it.
// ns3Bulk OCTETS RTT_MS MBPS RUNS; prints the wall-clock ms of each run, building the network left out, one a line, then the octets received
// and the packets on the link, counted in a last run whose time is not printed.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include "ns3/applications-module.h"
#include "ns3/core-module.h"
#include "ns3/internet-module.h"
#include "ns3/network-module.h"
#include "ns3/point-to-point-module.h"

using namespace ns3;

static uint64_t packets = 0;

static void CountPacket(Ptr<const Packet>) { packets++; }

int main(int argc, char* argv[]) {
  const uint64_t octets = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 200000;
  const std::string rttMs = argc > 2 ? argv[2] : "40";
  const std::string mbps = argc > 3 ? argv[3] : "50";
  const int runs = argc > 4 ? std::atoi(argv[4]) : 5;
  Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(1448));
  Config::SetDefault("ns3::TcpSocket::InitialCwnd", UintegerValue(10));
  Config::SetDefault("ns3::TcpL4Protocol::SocketType", StringValue("ns3::TcpCubic"));
  uint64_t received = 0;
  for (int run = 0; run <= runs; run++) {
    const bool counts = run == runs;
    NodeContainer nodes;
    nodes.Create(2);
    PointToPointHelper wire;
    wire.SetDeviceAttribute("DataRate", StringValue(mbps + "Mbps"));
    wire.SetChannelAttribute("Delay", TimeValue(MilliSeconds(std::stod(rttMs) / 2)));
    const NetDeviceContainer devices = wire.Install(nodes);
    for (uint32_t end = 0; counts && end < devices.GetN(); end++) devices.Get(end)->TraceConnectWithoutContext("PhyTxEnd", MakeCallback(&CountPacket));
    InternetStackHelper().Install(nodes);
    Ipv4AddressHelper addresses;
    addresses.SetBase("198.51.100.0", "255.255.255.0");
    const Ipv4InterfaceContainer interfaces = addresses.Assign(devices);
    BulkSendHelper source("ns3::TcpSocketFactory", InetSocketAddress(interfaces.GetAddress(1), 80));
    source.SetAttribute("MaxBytes", UintegerValue(octets));
    source.Install(nodes.Get(0));
    PacketSinkHelper sinkHelper("ns3::TcpSocketFactory", InetSocketAddress(Ipv4Address::GetAny(), 80));
    const ApplicationContainer sinks = sinkHelper.Install(nodes.Get(1));
    Simulator::Stop(Seconds(600));
    const auto started = std::chrono::steady_clock::now();
    Simulator::Run();
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - started;
    received = DynamicCast<PacketSink>(sinks.Get(0))->GetTotalRx();
    if (!counts) std::printf("%f\n", took.count());
    Simulator::Destroy();
    Ipv4AddressGenerator::Reset();
  }
  std::printf("%llu\n%llu\n", static_cast<unsigned long long>(received), static_cast<unsigned long long>(packets));
  return 0;
}
