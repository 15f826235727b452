// A client on the C core. Reads "PORT KIND MESSAGES BLOCK_BYTES" a line, does that work, writes the seconds it took a line.
// KIND: bars, blocks, unary (one at a time), flight (50 at a time).
#include <grpcpp/grpcpp.h>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <map>
#include <memory>
#include <string>

#include "throughput.grpc.pb.h"

namespace tb = tradewind::benchmarks;
using Stub = tb::Throughput::Stub;

namespace {

constexpr int kInFlight = 50;

void Require(bool fine, const char* what) {
  if (!fine) {
    std::cerr << what << std::endl;
    std::exit(1);
  }
}

tb::Bar SomeBar() {
  tb::Bar bar;
  bar.set_instrument(3);
  bar.set_time(1600000000);
  bar.set_open(50.5);
  bar.set_high(51.25);
  bar.set_low(49.75);
  bar.set_close(50.75);
  bar.set_volume(1000);
  return bar;
}

template <typename Message>
void Drain(std::unique_ptr<grpc::ClientReader<Message>> reader, uint32_t expected) {
  Message message;
  uint32_t received = 0;
  while (reader->Read(&message)) ++received;
  Require(reader->Finish().ok() && received == expected, "a stream ended early");
}

void Unary(Stub* stub, uint32_t calls) {
  const tb::Bar bar = SomeBar();
  tb::Bar answer;
  for (uint32_t i = 0; i < calls; ++i) {
    grpc::ClientContext context;
    Require(stub->Echo(&context, bar, &answer).ok(), "a call failed");
  }
}

struct Flight {
  grpc::ClientContext context;
  grpc::Status status;
  tb::Bar answer;
  std::unique_ptr<grpc::ClientAsyncResponseReader<tb::Bar>> reader;
};

void InFlight(Stub* stub, uint32_t calls) {
  const tb::Bar bar = SomeBar();
  grpc::CompletionQueue queue;
  uint32_t started = 0;
  auto start = [&] {
    auto* flight = new Flight;
    flight->reader = stub->AsyncEcho(&flight->context, bar, &queue);
    flight->reader->Finish(&flight->answer, &flight->status, flight);
    ++started;
  };
  while (started < calls && started < kInFlight) start();
  void* tag = nullptr;
  bool ok = false;
  for (uint32_t done = 0; done < calls; ++done) {
    Require(queue.Next(&tag, &ok), "the queue ended");
    std::unique_ptr<Flight> flight(static_cast<Flight*>(tag));
    Require(flight->status.ok(), "a call failed");
    if (started < calls) start();
  }
}

void Run(Stub* stub, const std::string& kind, uint32_t messages, uint32_t block_bytes) {
  grpc::ClientContext context;
  tb::Amount amount;
  amount.set_messages(messages);
  amount.set_block_bytes(block_bytes);
  if (kind == "bars") {
    Drain(stub->StreamBars(&context, amount), messages);
  } else if (kind == "blocks") {
    Drain(stub->StreamBlocks(&context, amount), messages);
  } else if (kind == "unary") {
    Unary(stub, messages);
  } else {
    InFlight(stub, messages);
  }
}

}  // namespace

int main() {
  std::map<std::string, std::unique_ptr<Stub>> stubs;
  std::string port, kind;
  uint32_t messages = 0, block_bytes = 0;
  while (std::cin >> port >> kind >> messages >> block_bytes) {
    std::unique_ptr<Stub>& stub = stubs[port];
    if (!stub) {
      grpc::ChannelArguments arguments;
      arguments.SetMaxReceiveMessageSize(-1);
      stub = tb::Throughput::NewStub(
          grpc::CreateCustomChannel("127.0.0.1:" + port, grpc::InsecureChannelCredentials(), arguments));
    }
    const auto start = std::chrono::steady_clock::now();
    Run(stub.get(), kind, messages, block_bytes);
    std::cout << std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() << std::endl;
  }
}
