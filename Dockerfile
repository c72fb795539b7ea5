# Holdfast in a container: built in one stage, run in another by a user without rights, on a file system that it never writes to.
#   docker build -t holdfast .                 under a path of its own: --build-arg BASE_PATH=/holdfast
#   docker run --read-only --tmpfs /tmp -v holdfast:/data -p 127.0.0.1:3000:3000 holdfast
#   docker exec CONTAINER node dist/backup.js backup /data/copy.db          likewise forget, let-in, migrate-data

FROM node:20-bookworm AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
ARG BASE_PATH=
# The one native package is compiled here, where a compiler is.
RUN npm run build
# What Holdfast is built with does not run with it: compilers, optional and peer packages, icons that are in the pages already.
RUN npm prune --omit=dev --omit=optional --omit=peer --ignore-scripts \
 && npm rm --no-save --omit=dev --omit=optional --omit=peer --ignore-scripts prisma esbuild tsx @tabler/icons-react
RUN rm -rf .next*/cache node_modules/better-sqlite3/deps \
 && mkdir /out \
 && mv .next* dist node_modules prisma package.json next.config.js LICENSE /out/

FROM node:20-bookworm-slim
ARG BASE_PATH=
LABEL org.opencontainers.image.title="Holdfast" org.opencontainers.image.licenses="MIT"
RUN mkdir /data && chown node:node /data
WORKDIR /app
# Root's: nothing that runs here can change it.
COPY --from=build /out ./
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 BASE_PATH=$BASE_PATH HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
USER node
VOLUME /data
EXPOSE 3000
# Ready, not only alive: the sessions and the database as well.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["node", "dist/healthcheck.js"]
# The front door is process 1: it passes SIGTERM on to its two children in order, and waits for them.
STOPSIGNAL SIGTERM
CMD ["node", "--enable-source-maps", "dist/start.js"]
