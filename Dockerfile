# Hearsay in a container: docs/container.md says how to run it. Nothing here needs more than Docker 20.
ARG BASE=python:3.12-slim-bookworm

FROM ${BASE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /app
COPY requirements.lock requirements-build.lock ./
# Wheels only: to build a library, pip would fetch what no lock pins.
RUN python3 -m venv /venv \
    && /venv/bin/pip install --require-hashes --only-binary=:all: --requirement requirements.lock \
    && /venv/bin/pip install --require-hashes --only-binary=:all: --requirement requirements-build.lock --target /building
COPY pyproject.toml README.md LICENSE ./
COPY service service
COPY migrations migrations
COPY fixtures fixtures
# Editable, as on a developer's machine: migrations and fixtures are found beside the code.
RUN PYTHONPATH=/building /venv/bin/pip install --no-deps --no-build-isolation --editable . \
    && /venv/bin/python -m compileall -q service \
    && install --directory --owner=10001 --group=10001 /data

FROM ${BASE}
LABEL org.opencontainers.image.title="Hearsay" \
    org.opencontainers.image.description="Stores the claims of news articles, who each rests on, and how well it is corroborated; serves them as JSON." \
    org.opencontainers.image.version="0.1.0"
COPY --from=build /venv /venv
COPY --from=build /app /app
COPY --from=build --chown=10001:10001 /data /data
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HEARSAY_BIND=0.0.0.0:8000 \
    HEARSAY_DATABASE_URL=sqlite:////data/hearsay.db
VOLUME /data
WORKDIR /data
# A number, so that an engine which must not run root can see that this is not root.
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python3", "-I", "-c", "import http.client as h, os, sys; c = h.HTTPConnection('127.0.0.1', int(os.environ['HEARSAY_BIND'].rpartition(':')[2]), timeout=4); c.request('GET', '/readyz'); sys.exit(c.getresponse().status != 200)"]
ENTRYPOINT ["hearsay"]
CMD ["serve"]
