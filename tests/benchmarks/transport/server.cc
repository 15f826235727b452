// The benchmark service on the C core, synchronous API. Prints its port, ends with its input.
#include <grpcpp/grpcpp.h>

#include <iostream>
#include <string>

#include "throughput.grpc.pb.h"

namespace tb = tradewind::benchmarks;

namespace {

class Service final : public tb::Throughput::Service {
 public:
  grpc::Status Echo(grpc::ServerContext*, const tb::Bar* request, tb::Bar* response) override {
    response->CopyFrom(*request);
    return grpc::Status::OK;
  }

  // Every message is written at once: a hinted write of this API does not return before an unhinted one follows.
  grpc::Status StreamBars(grpc::ServerContext*, const tb::Amount* amount, grpc::ServerWriter<tb::Bar>* writer) override {
    tb::Bar bar;
    bar.set_instrument(3);
    bar.set_open(50.5);
    bar.set_high(51.25);
    bar.set_low(49.75);
    bar.set_close(50.75);
    bar.set_volume(1000);
    for (uint32_t i = 0; i < amount->messages(); ++i) {
      bar.set_time(1600000000 + 60LL * i);
      if (!writer->Write(bar)) break;
    }
    return grpc::Status::OK;
  }

  grpc::Status StreamBlocks(grpc::ServerContext*, const tb::Amount* amount, grpc::ServerWriter<tb::Block>* writer) override {
    tb::Block block;
    block.set_data(std::string(amount->block_bytes(), 'b'));
    for (uint32_t i = 0; i < amount->messages(); ++i) {
      if (!writer->Write(block)) break;
    }
    return grpc::Status::OK;
  }
};

}  // namespace

int main() {
  Service service;
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.SetMaxSendMessageSize(-1);
  builder.RegisterService(&service);
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  std::cout << port << std::endl;
  std::string line;
  while (std::getline(std::cin, line)) {
  }
  server->Shutdown(std::chrono::system_clock::now());
}
