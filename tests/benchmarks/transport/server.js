// The benchmark service on grpc-js. Prints its port, ends with its input. Usage: node server.js PROTO, with NODE_PATH to grpc-js.
"use strict";

const grpc = require("@grpc/grpc-js");
const loader = require("@grpc/proto-loader");

const { benchmarks } = grpc.loadPackageDefinition(loader.loadSync(process.argv[2], { keepCase: true, longs: Number })).tradewind;

/** Writes messages at the pace the stream takes them. */
function writeAll(call, messages, make) {
  let next = 0;
  const go = () => {
    let room = true;
    while (room && next < messages) {
      room = call.write(make(next++));
    }
    if (next < messages) {
      call.once("drain", go);
    } else {
      call.end();
    }
  };
  go();
}

const bar = (i) => ({
  instrument: 3, time: 1600000000 + 60 * i, open: 50.5, high: 51.25, low: 49.75, close: 50.75, volume: 1000,
});

const server = new grpc.Server({ "grpc.max_send_message_length": -1 });
server.addService(benchmarks.Throughput.service, {
  Echo: (call, done) => done(null, call.request),
  StreamBars: (call) => writeAll(call, call.request.messages, bar),
  StreamBlocks: (call) => {
    const block = { data: Buffer.alloc(call.request.block_bytes, "b") };
    writeAll(call, call.request.messages, () => block);
  },
});
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) {
    throw error;
  }
  console.log(port);
});
process.stdin.resume().on("end", () => process.exit(0));
