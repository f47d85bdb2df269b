# The harness as an image; README says how to run it ("As an image").
#   docker build -t ssf-conformance .
# NODE_IMAGE: any image with Node.js, npm and sh; NPM_CONFIG_REGISTRY: where the dependencies come from, if not npm's default.
ARG NODE_IMAGE=node:22-bookworm-slim

FROM ${NODE_IMAGE} AS build
ARG NPM_CONFIG_REGISTRY
WORKDIR /src
COPY package.json package-lock.json ./
COPY scripts/api-docs/package.json scripts/api-docs/
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run prepack && npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
  # An optional peer of a dependency, which npm keeps.
  && rm -rf node_modules/typescript node_modules/@typescript

FROM ${NODE_IMAGE}
# At the root, so that a config file in /work finds it: import { defineConfig } from 'ssf-conformance'.
COPY --from=build /src/node_modules /node_modules
COPY --from=build /src/package.json /src/LICENSE /node_modules/ssf-conformance/
COPY --from=build /src/dist /node_modules/ssf-conformance/dist
# The folder of the config file and of the reports, to be mounted. Any other user will do, too.
RUN mkdir -p /work && chown 1000:1000 /work
WORKDIR /work
USER 1000:1000
ENTRYPOINT ["node", "/node_modules/ssf-conformance/dist/scripts/ssf-conformance.js"]
