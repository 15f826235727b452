// The server of the gRPC interoperability test descriptions on grpc-js; prints its port, ends with its input.
//
// Usage: node test_service_server.js PROTO. grpc-js servers never compress their responses, and do not show a service whether a
// request was compressed, so that neither is looked at here.
"use strict";

const grpc = require("@grpc/grpc-js");
const loader = require("@grpc/proto-loader");

const { testing } = grpc.loadPackageDefinition(loader.loadSync(process.argv[2], { keepCase: true, defaults: true })).grpc;

const payload = (size) => ({ type: "COMPRESSABLE", body: Buffer.alloc(size) });

/** Sends the initial metadata asked for; returns the trailing metadata. */
function echo(call) {
  const initial = new grpc.Metadata();
  const trailing = new grpc.Metadata();
  call.metadata.get("x-grpc-test-echo-initial").forEach((value) => initial.add("x-grpc-test-echo-initial", value));
  call.metadata.get("x-grpc-test-echo-trailing-bin").forEach((value) => trailing.add("x-grpc-test-echo-trailing-bin", value));
  call.sendMetadata(initial);
  return trailing;
}

const statusOf = (request) => ({ code: request.response_status.code, details: request.response_status.message });

/** Answers one request; returns whether the call goes on. */
function answer(call, request) {
  if (request.response_status) {
    call.emit("error", statusOf(request));
    return false;
  }
  request.response_parameters.forEach(({ size }) => call.write({ payload: payload(size) }));
  return true;
}

const server = new grpc.Server();
server.addService(testing.TestService.service, {
  EmptyCall: (call, done) => done(null, {}),
  UnaryCall: (call, done) => {
    const trailing = echo(call);
    if (call.request.response_status) {
      done(statusOf(call.request));
    } else {
      done(null, { payload: payload(call.request.response_size) }, trailing);
    }
  },
  StreamingOutputCall: (call) => {
    const trailing = echo(call);
    if (answer(call, call.request)) {
      call.end(trailing);
    }
  },
  StreamingInputCall: (call, done) => {
    let size = 0;
    call.on("data", (request) => (size += request.payload.body.length));
    call.on("end", () => done(null, { aggregated_payload_size: size }));
  },
  FullDuplexCall: (call) => {
    const trailing = echo(call);
    let open = true;
    call.on("data", (request) => (open = open && answer(call, request)));
    call.on("end", () => open && call.end(trailing));
  },
});
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) {
    throw error;
  }
  console.log(port);
});
process.stdin.resume().on("end", () => process.exit(0));
